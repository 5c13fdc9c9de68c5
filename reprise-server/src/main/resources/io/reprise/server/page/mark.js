// The recording that is marked for a comparison, in this tab of the browser.
export const mark = {
  get: () => sessionStorage.getItem('mark'),
  set: (location) => sessionStorage.setItem('mark', location),
};
