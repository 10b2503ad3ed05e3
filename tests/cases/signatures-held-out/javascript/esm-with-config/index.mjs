import { config } from './config.mjs';
import { isWorkday } from './calendar.mjs';

export const handler = async (event, context) => {
  const { date, hour = config.defaultHour, region = 'CN' } = JSON.parse(event);
  if (!date) {
    return { success: false, error: 'date 不能为空' };
  }
  const open = isWorkday(date) && hour >= config.open && hour < config.close;
  return { success: true, open, region };
};
