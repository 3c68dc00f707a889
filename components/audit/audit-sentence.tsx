import { useTranslations } from "next-intl";

import type { AuditEntry } from "@/services/audit";

/** Stand for the two names while the sentence is put together, and occur in no text. */
const ACTOR = "\u0001";
const ENTITY = "\u0002";
const PLACES = /([\u0001\u0002])/;

/** "Ana moved the deal Site": who did what to what, in the language of the page. */
export function AuditSentence({ entry }: { entry: AuditEntry }) {
  const t = useTranslations("audit");
  const key = `action.${entry.action}` as "action.client.created";
  const sentence = t.has(key) ? t(key, { actor: ACTOR, entity: ENTITY }) : t("other", { actor: ACTOR, entity: ENTITY });
  const actor = entry.user_name ?? (entry.user_id ? t("someone") : t("system"));
  return (
    <>
      {sentence.split(PLACES).map((part, index) => {
        if (part !== ACTOR && part !== ENTITY) return part;
        return (
          <strong key={index} className="break-words font-medium text-foreground">
            {part === ACTOR ? actor : (entry.entity_name ?? t("somethingGone"))}
          </strong>
        );
      })}
    </>
  );
}
