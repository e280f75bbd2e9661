import { Help, type Option } from 'commander';

/**
 * Tells an option's default only where it says something: without `null`, `false` and the empty list, which are what an option is
 * that was not given.
 */
export class PlainHelp extends Help {
  override optionDescription(option: Option): string {
    const { defaultValue } = option;
    const saysNothing =
      defaultValue === null ||
      defaultValue === false ||
      (Array.isArray(defaultValue) && defaultValue.length === 0);
    if (!saysNothing) return super.optionDescription(option);
    return super.optionDescription(Object.create(option, { defaultValue: { value: undefined } }));
  }
}
