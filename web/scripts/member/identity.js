// What can be said of a name, a number and a phone without asking the server, so that a stand without a network notices a slip
// while the worker is still there. The server looks again, at more.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A sentence, or nothing when the number can be right. */
export function numberFault(typed) {
  const number = typed.replace(/[\s-]/g, "").toUpperCase();
  if (!number) return "请填写证件号码";
  if (!/^\d{17}[\dX]$/.test(number)) return "身份证号是18位，最后一位可能是X，请对照身份证再看一遍";
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const born = new Date(Date.UTC(year, month - 1, day));
  const real = born.getUTCMonth() === month - 1 && born.getUTCDate() === day && year > 1900 && born < Date.now();
  if (!real) return "号码里的出生日期不对，请对照身份证再看一遍";
  const sum = weights.reduce((all, weight, at) => all + weight * Number(number[at]), 0);
  if ("10X98765432"[sum % 11] !== number[17]) return "最后一位和前17位对不上，请对照身份证再看一遍";
}

export function phoneFault(typed) {
  if (!/^1[3-9]\d{9}$/.test(typed.replace(/\s/g, ""))) return "手机号是11位数字，请再核对一遍";
}

export function nameFault(typed) {
  const name = typed.trim();
  if (!name) return "请填写姓名";
  if (/\d/.test(name)) return "姓名里有不能用的字符，请照证件重新填写";
}

/** 林*满, 程** */
export function mask(name) {
  const signs = [...name];
  if (signs.length < 3) return signs.length ? `${signs[0]}*` : "";
  return `${signs[0]}${"*".repeat(signs.length - 2)}${signs[signs.length - 1]}`;
}
