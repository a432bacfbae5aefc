import base from "./base.css?inline";
import card from "./card.css?inline";
import chat from "./chat.css?inline";
import frame from "./frame.css?inline";

export const css = base + frame + chat + card;
