"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";

import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { hasOptions } from "@/components/custom-field/custom-text";
import { MoveOptions, type UsedOption } from "@/components/custom-field/move-options";
import { emptyOption, type OptionDraft, OptionsEditor } from "@/components/custom-field/options-editor";
import { currencyChoices } from "@/components/deal/currencies";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Switch } from "@/components/ui/switch";
import { useCreateCustomField, useFieldLabel, useUpdateCustomField } from "@/hooks/use-custom-field";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";
import type { CustomField, CustomFieldEntity, CustomFieldKind } from "@/services/custom-field";

const KINDS: CustomFieldKind[] = ["text", "number", "money", "date", "choice", "multi_choice", "boolean", "url", "user"];
const LANGUAGES = ["pt", "en", "es"] as const;
type Language = (typeof LANGUAGES)[number];

export interface CustomFieldDialogProps {
  entity: CustomFieldEntity;
  /** Absent: a new field. */
  field?: CustomField;
  onClose: () => void;
}

export function CustomFieldDialog({ entity, field, onClose }: CustomFieldDialogProps) {
  const t = useTranslations("customField.dialog");
  const tField = useTranslations("customField");
  const tCommon = useTranslations("common");
  const { locale, currency: ownCurrency } = useOrgContext();
  const labelOf = useFieldLabel();
  const toMessage = useErrorMessage();
  const showUndo = useUndoToast();
  const create = useCreateCustomField();
  const update = useUpdateCustomField();
  const own = locale;
  const [kind, setKind] = useState<CustomFieldKind>(field?.kind ?? "text");
  const [names, setNames] = useState<Partial<Record<Language, string>>>(
    field ? (Object.keys(field.labels).length === 1 ? { [own]: labelOf(field) } : field.labels) : {},
  );
  const [options, setOptions] = useState<OptionDraft[]>(
    field?.options.map((option) => ({ id: option.key, key: option.key, name: labelOf(option) })) ?? [emptyOption()],
  );
  const [currency, setCurrency] = useState(field?.currency ?? ownCurrency);
  const [isRequired, setRequired] = useState(field?.is_required ?? false);
  const [isTried, setTried] = useState(false);
  const [used, setUsed] = useState<UsedOption[] | null>(null);
  const filled = options.filter((option) => option.name.trim());
  const nameProblem = isTried && !Object.values(names).some((name) => name?.trim()) ? t("nameMissing") : undefined;
  const optionsProblem = isTried && hasOptions(kind) && filled.length === 0 ? t("optionsMissing") : undefined;

  const save = async (moves?: Record<string, string | null>) => {
    const labels = Object.fromEntries(
      LANGUAGES.flatMap((language) => (names[language]?.trim() ? [[language, names[language].trim()]] : [])),
    );
    const listed = filled.map(({ key, name }) => {
      const former = field?.options.find((option) => option.key === key);
      const isSame = former && labelOf(former) === name.trim();
      return { key: key ?? null, labels: isSame ? former.labels : { ...former?.labels, [own]: name.trim() } };
    });
    try {
      if (field) {
        const changes = {
          version: field.version,
          labels,
          is_required: isRequired,
          ...(hasOptions(kind) && { options: listed }),
          ...(moves && { move_options: moves }),
        };
        const { commandId } = await update.mutateAsync({ id: field.id, changes });
        showUndo({ message: tField("toast.updated"), commandId });
      } else {
        const isMoney = kind === "money";
        await create.mutateAsync({
          entity,
          kind,
          labels,
          is_required: isRequired,
          options: hasOptions(kind) ? listed : [],
          ...(isMoney && { currency }),
        });
        toast.success(tField("toast.created"));
      }
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.code === "option_in_use") setUsed(error.extra.options as UsedOption[]);
    }
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.values(names).some((name) => name?.trim()) || (hasOptions(kind) && filled.length === 0)) return;
    void save();
  };
  const { error } = field ? update : create;
  const isSaving = create.isPending || update.isPending;

  if (used && field) {
    return (
      <Dialog open onOpenChange={(isOpen) => !isOpen && setUsed(null)}>
        <DialogContent className="max-w-md">
          <MoveOptions
            used={used.map((option) => ({
              ...option,
              name: labelOf(field.options.find(({ key }) => key === option.key) ?? { labels: {} }),
            }))}
            targets={field.options
              .filter(({ key }) => filled.some((option) => option.key === key))
              .map((option) => ({ key: option.key, name: filled.find(({ key }) => key === option.key)?.name ?? labelOf(option) }))}
            isSaving={isSaving}
            onConfirm={(moves) => void save(moves)}
            onCancel={() => setUsed(null)}
          />
        </DialogContent>
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-h-[calc(100dvh-2rem)] max-w-md overflow-y-auto">
        <form noValidate onSubmit={handleSubmit} className="space-y-4">
          <DialogHeader>
            <DialogTitle>{t(field ? "edit" : "create")}</DialogTitle>
            <DialogDescription>{t(field ? "kindFixed" : "createText")}</DialogDescription>
          </DialogHeader>
          {error && <FormAlert>{toMessage(error)}</FormAlert>}
          <Field label={t("name")} htmlFor="custom-field-name" error={nameProblem}>
            <Input
              id="custom-field-name"
              autoFocus
              autoComplete="off"
              maxLength={80}
              className="max-md:h-11"
              value={names[own] ?? ""}
              onChange={(event) => setNames({ ...names, [own]: event.target.value })}
              aria-invalid={Boolean(nameProblem)}
              aria-describedby={fieldDescription("custom-field-name", { error: nameProblem })}
            />
          </Field>
          {!field && (
            <Field label={t("kind")} htmlFor="custom-field-kind" hint={tField(`kindHint.${kind}`)}>
              <NativeSelect
                id="custom-field-kind"
                value={kind}
                aria-describedby={fieldDescription("custom-field-kind", { hint: true })}
                onChange={(event) => setKind(event.target.value as CustomFieldKind)}
              >
                {KINDS.map((option) => (
                  <option key={option} value={option}>
                    {tField(`kind.${option}`)}
                  </option>
                ))}
              </NativeSelect>
            </Field>
          )}
          {kind === "money" && !field && (
            <Field label={t("currency")} htmlFor="custom-field-currency">
              <NativeSelect id="custom-field-currency" value={currency} onChange={(event) => setCurrency(event.target.value)}>
                {currencyChoices(ownCurrency).map((code) => (
                  <option key={code}>{code}</option>
                ))}
              </NativeSelect>
            </Field>
          )}
          {hasOptions(kind) && <OptionsEditor options={options} onChange={setOptions} problem={optionsProblem} />}
          <label className="flex cursor-pointer items-center justify-between gap-4">
            <span>
              <span className="block font-medium">{t("required")}</span>
              <span className="block text-xs text-muted-foreground">{t("requiredText")}</span>
            </span>
            <Switch checked={isRequired} onCheckedChange={setRequired} aria-label={t("required")} />
          </label>
          <details className="rounded-md border px-3 py-2">
            <summary className="cursor-pointer text-sm font-medium">{t("names")}</summary>
            <div className="space-y-3 pt-3">
              {LANGUAGES.filter((language) => language !== own).map((language) => (
                <Field
                  key={language}
                  label={t("nameIn", { language: t(`language.${language}`) })}
                  htmlFor={`custom-field-${language}`}
                  optional
                >
                  <Input
                    id={`custom-field-${language}`}
                    autoComplete="off"
                    maxLength={80}
                    value={names[language] ?? ""}
                    onChange={(event) => setNames({ ...names, [language]: event.target.value })}
                  />
                </Field>
              ))}
            </div>
          </details>
          <DialogFooter>
            <Button type="button" variant="ghost" className="max-md:h-11" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" className="max-md:h-11" loading={isSaving}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
