/** The studio over the service that the page came from. */
import { httpEngine } from './engine/http-engine.ts';
import { startStudio } from './start.tsx';

/** A name for this browser, so that the service can tell which jobs are its own. */
function browserName(): string {
  const known = localStorage.getItem('darkroom.browser');
  if (known !== null) return known;
  const made = `studio-${crypto.randomUUID()}`;
  localStorage.setItem('darkroom.browser', made);
  return made;
}

void startStudio(document.getElementById('studio') as HTMLElement, httpEngine({ browser: browserName() }));
