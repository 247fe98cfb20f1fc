/** Prompts for what the storybook world does not have: the right answer is to say so, not to draw something else. Written by hand, for the examination alone. */

export interface RejectPrompt {
  readonly id: string;
  readonly text: string;
  /** The words of the text that the world does not have. */
  readonly unknown: readonly string[];
}

const rows: readonly (readonly [text: string, ...unknown: string[]])[] = [
  ['a submarine under water', 'submarine'],
  ['a mermaid on the beach', 'mermaid'],
  ['a volcano at night', 'volcano'],
  ['a vampire in a cave', 'vampire'],
  ['a toaster in the kitchen', 'toaster'],
  ['a laptop on a table', 'laptop'],
  ['a saxophone on stage', 'saxophone'],
  ['a windmill in a meadow', 'windmill'],
  ['a lighthouse by the sea', 'lighthouse'],
  ['a crocodile in the jungle', 'crocodile'],
  ['a gorilla riding a horse', 'gorilla'],
  ['an ostrich in the desert', 'ostrich'],
  ['a hamster next to a carrot', 'hamster'],
  ['a llama in the mountains', 'llama'],
  ['a hippopotamus on a sofa', 'hippopotamus'],
  ['a lobster on the seabed', 'lobster'],
  ['a squid and a whale', 'squid'],
  ['a pirate on the open sea', 'pirate'],
  ['a cowboy in the desert', 'cowboy'],
  ['a nurse holding a flower', 'nurse'],
  ['a plumber in a kitchen', 'plumber'],
  ['a samurai in the snow', 'samurai'],
  ['a zombie in the city', 'zombie'],
  ['an elf in the forest', 'elf'],
  ['a werewolf by moonlight', 'werewolf'],
  ['a spatula on a plain background', 'spatula'],
  ['a screwdriver and a ball', 'screwdriver'],
  ['a lamp on a table', 'lamp'],
  ['a refrigerator in the kitchen', 'refrigerator'],
  ['a bathtub in space', 'bathtub'],
  ['a piano on stage', 'piano'],
  ['a harp next to a violin', 'harp'],
  ['an avocado on a plain background', 'avocado'],
  ['a bowl of sushi', 'sushi', 'bowl'],
  ['a pancake on a table', 'pancake'],
  ['a broccoli in the snow', 'broccoli'],
  ['a bulldozer on the moon', 'bulldozer'],
  ['a tank in the desert', 'tank'],
  ['a hovercraft at sea', 'hovercraft'],
  ['a cat in a supermarket', 'supermarket'],
  ['a dog at the airport', 'airport'],
  ['a fox in a swimming pool', 'swimming', 'pool'],
  ['a car in a tunnel', 'tunnel'],
  ['a robot in an oil painting', 'oil'],
  ['a mosaic of a horse', 'mosaic'],
  ['a tiger as stained glass', 'stained', 'glass'],
  ['a turquoise car', 'turquoise'],
  ['a chartreuse balloon', 'chartreuse'],
  ['a penguin juggling pumpkins', 'juggling'],
  ['a princess in a thunderstorm', 'thunderstorm'],
  ['seven foxes', 'seven'],
  ['a dozen bees', 'dozen'],
];

/** At least 40 prompts with words outside the world. */
export const rejectPrompts: readonly RejectPrompt[] = rows.map(([text, ...unknown], index) => ({ id: `REJECT/${String(index).padStart(2, '0')}`, text, unknown }));
