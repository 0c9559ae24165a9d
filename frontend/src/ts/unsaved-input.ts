/** Whether something was typed or ticked in a form that is sent, and would be lost with the page. */
export function hasUnsavedInput(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>("form[method=post] :is(input, textarea)");
  return [...fields].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}
