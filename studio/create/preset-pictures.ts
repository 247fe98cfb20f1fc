/** Small pictures beside presets, where there is one. */

/** @returns nothing where no picture says it better than the word */
export const presetPicture = (_id: string): { readonly picture?: string } => ({});
