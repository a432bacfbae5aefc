import { CardView, hasView } from "../components/cards/CardView";
import { Icon } from "../components/Icon";
import type { ItemCard } from "./api";
import { CopyButton, Glyph } from "./parts";

interface Props { shown: ItemCard | null; canInsert: boolean; onInsert(text: string): void; onFlag(): void; onAsk(title: string): void }

/** The answer to read aloud, whom to transfer to, and the card with its sources. */
export function ItemPane({ shown, canInsert, onInsert, onFlag, onAsk }: Props) {
  if (!shown || !hasView(shown.card)) return <div class="empty"><p class="big">选择一个事项</p><p>答复卡、话术和转接电话会显示在这里</p></div>;
  const contact = (shown.card.contacts || []).find((one) => one.phone);
  const phone = contact ? contact.tel || contact.phone : "";
  return (
    <div class="item">
      {shown.script && (
        <section class="script" aria-label="话术">
          <h2>话术</h2>
          <p>{shown.script}</p>
          <div class="buttons">
            <CopyButton id="copy-script" text={shown.script} label="复制话术" hotkey="Alt C" />
            {canInsert && <button type="button" class="quiet" onClick={() => onInsert(shown.text)}><Icon name="send" />插入回复<kbd>Alt I</kbd></button>}
          </div>
        </section>
      )}
      {contact && (
        <section class="transfer" aria-label="转接电话">
          <span>{contact.agency}{contact.office}</span>
          <strong>{phone}</strong>
          <CopyButton id="copy-phone" text={phone} label="复制电话" hotkey="Alt P" />
        </section>
      )}
      <CardView card={shown.card} text={shown.text} ask={onAsk} />
      <div class="buttons">
        <CopyButton text={shown.text} label="复制全文" />
        <button type="button" class="quiet" onClick={onFlag}><Glyph name="flag" />答案有误 / 缺政策<kbd>Alt G</kbd></button>
      </div>
    </div>
  );
}
