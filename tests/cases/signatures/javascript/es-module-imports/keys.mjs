export const CODE = 'code';
export default { lang: 'lang' };
