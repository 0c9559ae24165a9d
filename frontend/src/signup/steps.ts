/** The steps to take: without a guardian's where the age needs none. */
export const stepsToTake = (steps: HTMLElement[], age: string, guardianUnder: number): HTMLElement[] =>
  steps.filter((step) => step.dataset.step !== "guardian" || needsGuardian(age, guardianUnder));

/** No age that can be read needs one too: the server decides, and asks then. */
export const needsGuardian = (age: string, under: number): boolean => !(Number.parseInt(age, 10) >= under);

/** The first control of a step that the browser finds wrong. */
export const firstInvalid = (step: HTMLElement) =>
  [...step.querySelectorAll<HTMLInputElement>("input, select, textarea")].find((control) => !control.checkValidity());
