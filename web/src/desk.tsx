// The agents' desk and its login page: one script, no shadow DOM, for these pages are ours alone.

import { render } from "preact";
import { Desk } from "./desk/Desk";
import { Login } from "./desk/Login";
import { adoptStyles } from "./platform/styles";
import base from "./styles/base.css?inline";
import card from "./styles/card.css?inline";
import desk from "./styles/desk.css?inline";

adoptStyles(document, base + card + desk);
const root = document.createElement("div");
root.className = "root desk";
document.body.appendChild(root);
render(location.pathname === "/desk/login" ? <Login /> : <Desk />, root);
