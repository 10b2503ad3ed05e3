export default { zone: 'Asia/Shanghai', hours: [9, 18] };
