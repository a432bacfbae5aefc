import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { en } from "./en";
import { zh, type Words } from "./zh";

export type { Words };

export function words(lang: string | undefined): Words {
  return lang?.toLowerCase().startsWith("en") ? en : zh;
}

export const WordsContext = createContext<Words>(zh);

export const useWords = (): Words => useContext(WordsContext);
