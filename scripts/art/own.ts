/** Drawings of our own, for what no icon set has, in the manner of each set; view box of 128 units. */

const shaded = '#8d5a34';

export const ownDrawings = {
  table: {
    noto: `<path fill="#6d4325" d="M30 62h9v50h-9zM89 62h9v50h-9z"/><path fill="${shaded}" d="M14 60h11l-1 58q0 3-3 3h-3q-3 0-3-3zM103 60h11l-1 58q0 3-3 3h-3q-3 0-3-3z"/><path fill="#a1683c" d="M12 60h104v12q0 3-3 3H15q-3 0-3-3z"/><path fill="#c98a52" d="M24 40h80q3 0 5 3l13 15q3 5-3 5H9q-6 0-3-5l13-15q2-3 5-3z"/><path fill="#b5773f" d="M5 60h118v4q0 4-4 4H9q-4 0-4-4z"/><path fill="#d9a06a" d="M30 45h55l-3 4H27zM62 53h44l2 4H58z"/>`,
    fluent: '<path fill="#6d4534" d="M32 58h10v56q0 4-4 4h-2q-4 0-4-4zM86 58h10v56q0 4-4 4h-2q-4 0-4-4z"/><path fill="#8c5543" d="M14 58h13v58q0 5-5 5h-3q-5 0-5-5zM101 58h13v58q0 5-5 5h-3q-5 0-5-5z"/><path fill="#8c5543" d="M14 56h100v17H14z"/><path fill="#a56953" d="M9 42h110q6 0 6 6v7q0 6-6 6H9q-6 0-6-6v-7q0-6 6-6z"/><path fill="#b97a5f" d="M9 42h110q6 0 6 6v2H3v-2q0-6 6-6z"/>',
  },
} as const;
