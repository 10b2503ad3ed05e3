export const isOpen = (hour, [from, to]) => hour >= from && hour < to;
