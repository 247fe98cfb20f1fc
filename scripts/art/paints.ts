/** Fills that a tint replaces where the rule of tintable-fills.ts picks the wrong ones (windows, a crew, half of a thing in two colours). The first becomes the pure tint. */

type Fills = readonly string[];

/** For each family its fills; absent where the rule does well. */
export const paints: Readonly<Record<string, readonly [noto: Fills | undefined, fluent: Fills | undefined]>> = {
  butterfly: [undefined, ['#ff6723', '#ff822d']],
  bus: [['#f4daad', '#ffb803', '#b9a074'], ['#ffb02e', '#e6e6e6', '#d3d3d3']],
  truck: [['#f5b03a', '#d16e1d', '#fdedc5', '#dc0d28'], undefined],
  tractor: [['#02ab47', '#76de88', '#2c7e33', '#f3790e', '#fe8f01', '#fcb900'], undefined],
  'racing-car': [undefined, ['#f8312f', '#ca0b4a', '#f9c23c']],
  motorcycle: [undefined, ['#f92f60', '#ca0b4a', '#ff822d']],
  bicycle: [undefined, ['#f92f60', '#f9c23c', '#533566']],
  skateboard: [['#424242', '#757575'], undefined],
  airplane: [['#006ca8', '#014eac', '#c8c8c8', '#9a9a9a', '#dfdfdf'], ['#cdc4d6', '#0084ce']],
  rocket: [['#b2d9e0', '#82aec0', '#03a9f4', '#0277bd', '#39ccff', '#cc2929', '#ff4638', '#a02524'], ['#f92f60', '#ca0b4a', '#f4f4f4']],
  sailboat: [undefined, ['#ff8257', '#fcd53f', '#ff9f2e']],
  coffee: [undefined, ['#e6e6e6', '#d3d3d3', '#f4f4f4', '#9b9b9b']],
  house: [['#fff3e1', '#bcaa93'], ['#f3c07b']],
  bed: [['#188ad6', '#3daae0', '#c87d5e', '#a65f3e', '#784d30', '#7dbbe3'], ['#533566', '#8d65c5', '#3f5fff']],
  drum: [['#e63f33'], ['#ca0b4a', '#d3d3d3']],
  gift: [['#f5b03e', '#e07f14', '#e37d14', '#ba5e0d', '#fdd717'], undefined],
  'top-hat': [['#424242', '#212121', '#757575'], undefined],
  lantern: [undefined, ['#ff822d', '#ca0b4a']],
  sled: [['#f0a358', '#d2712a', '#db0d2a', '#af0a1b'], ['#f3c07b', '#f3ad61', '#e39d89', '#f8312f', '#ca0b4a']],
  camera: [['#212121', '#616161', '#b0bec5', '#90a4ae'], undefined],
  'alarm-clock': [undefined, ['#f8312f', '#f9c23c']],
  mushroom: [['#ff521a'], ['#f8312f']],
  umbrella: [undefined, ['#8d65c5']],
};
