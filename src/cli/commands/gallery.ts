/** `darkroom gallery`: mending what the service keeps. */
import { DarkroomError } from '../../base/errors.ts';
import { commandRow } from '../command.ts';
import { duration } from '../format.ts';
import { dataFolder } from './serve.ts';

export const galleryCommand = commandRow<{ readonly data?: string }>({
  name: 'gallery',
  declare: (command) => {
    command.description("Mend the gallery: its pictures are files, each with its recipe and notes; the index can always be made again.").argument('<what>', 'rebuild: make the index again from the files; tidy: delete pictures that were sent to be edited and that no recipe names any more')
      .option('--data <folder>', 'as of darkroom serve')
      .addHelpText('after', '\nExamples:\n  darkroom gallery rebuild\n  darkroom gallery tidy');
  },
  run: async ({ seconds }, [what], { data }) => {
    if (what !== 'rebuild' && what !== 'tidy') throw new DarkroomError('usage', `What shall be done with the gallery? There are rebuild and tidy, not '${what}'.`);
    const { rebuildGallery, tidyInputs } = await import('../../storage/rebuild.ts');
    if (what === 'tidy') {
      const { deleted } = await tidyInputs(dataFolder(data));
      return { json: { deleted }, text: `${deleted} pictures that nothing needs were deleted.` };
    }
    const began = seconds();
    const { pictures } = await rebuildGallery(dataFolder(data));
    return { json: { pictures }, text: `${pictures} pictures in ${dataFolder(data)}, indexed in ${duration(seconds() - began)}.` };
  },
});
