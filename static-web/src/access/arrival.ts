const { pathname, search, hash } = window.location;

/** The address that this page was loaded with, before the router has written it anew: a provider's answer must be read as it was sent. */
export const arrival = { pathname, search, hash };
