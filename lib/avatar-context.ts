import { createContext } from "react";

/** Where the pictures of the people here are, by user id; whoever isn't in it is shown by their initials. */
export const AvatarContext = createContext<ReadonlyMap<string, string>>(new Map());
