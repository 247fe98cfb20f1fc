/** The studio over the service that the page came from. */
import { httpEngine } from './engine/http-engine.ts';
import { startStudio } from './start.tsx';

void startStudio(document.getElementById('studio') as HTMLElement, httpEngine());
