/** Gives the elements that match the contents of their counterparts, in order, in a freshly fetched page. */
export function swapContents(selector: string, page: Document) {
  const fresh = page.querySelectorAll(selector);
  document.querySelectorAll(selector).forEach((element, index) => {
    element.replaceChildren(...(fresh[index]?.childNodes ?? []));
  });
}
