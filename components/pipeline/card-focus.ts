/** The focus follows a card through the id of its element. */
export const cardElementId = (dealId: string) => `deal-card-${dealId}`;

/** Give the focus to a card once it has an element: after a move it appears in another column a moment later. */
export function focusCard(dealId: string, frames = 30): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(cardElementId(dealId));
    if (element) element.focus();
    else if (frames > 0) focusCard(dealId, frames - 1);
  });
}
