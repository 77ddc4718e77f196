/** Femur, tibia and fibula behind the readings; the fibula is on the lateral side. */
export function KneeOutline({ lateralOnLeft }: { lateralOnLeft: boolean }) {
  return (
    <svg
      className="xtm-knee-outline"
      viewBox="0 0 200 200"
      preserveAspectRatio="none"
      aria-hidden="true"
      style={lateralOnLeft ? undefined : { transform: 'scaleX(-1)' }}
    >
      <path d="M62 0 C60 30 50 44 32 54 C22 62 24 80 40 84 C62 88 82 84 90 74 C96 66 104 66 110 74 C118 84 138 88 160 84 C176 80 178 62 168 54 C150 44 140 30 138 0" />
      <path d="M28 108 C60 102 84 106 94 104 L100 98 L106 104 C116 106 140 102 172 108 C178 124 160 138 148 150 C140 162 138 180 138 200 M28 108 C22 124 40 138 52 150 C60 162 62 180 62 200" />
      <path d="M20 132 C30 124 42 130 44 146 C42 164 40 180 40 200 M20 132 C12 144 20 164 20 200" />
    </svg>
  );
}
