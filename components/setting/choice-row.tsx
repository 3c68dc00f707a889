import { SettingRow } from "@/components/setting/settings-card";
import { NativeSelect } from "@/components/ui/native-select";

export interface ChoiceRowProps<Value extends string> {
  id: string;
  label: string;
  value: Value;
  options: readonly { value: Value; text: string; lang?: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, saved when it is picked. */
export function ChoiceRow<Value extends string>({ id, label, value, options, onChange }: ChoiceRowProps<Value>) {
  return (
    <SettingRow label={label} htmlFor={id}>
      <NativeSelect id={id} value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.text}
          </option>
        ))}
      </NativeSelect>
    </SettingRow>
  );
}
