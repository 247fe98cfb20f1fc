/** `darkroom gallery rebuild`: the index of the gallery, made again from its files. */
import { DarkroomError } from '../../base/errors.ts';
import { commandRow } from '../command.ts';
import { duration } from '../format.ts';
import { dataFolder } from './serve.ts';

export const galleryCommand = commandRow<{ readonly data?: string }>({
  name: 'gallery',
  declare: (command) => {
    command.description("Mend the gallery: its pictures are files, each with its recipe and notes; the index can always be made again.").argument('<what>', 'rebuild')
      .option('--data <folder>', 'as of darkroom serve')
      .addHelpText('after', '\nExamples:\n  darkroom gallery rebuild');
  },
  run: async ({ seconds }, [what], { data }) => {
    if (what !== 'rebuild') throw new DarkroomError('usage', `What shall be done with the gallery? There is: darkroom gallery rebuild, not '${what}'.`);
    const { rebuildGallery } = await import('../../storage/rebuild.ts');
    const began = seconds();
    const { pictures } = await rebuildGallery(dataFolder(data));
    return { json: { pictures }, text: `${pictures} pictures in ${dataFolder(data)}, indexed in ${duration(seconds() - began)}.` };
  },
});
