import pymysql


def save(row):
    conn = pymysql.connect(host='db')
    with conn.cursor() as cur:
        cur.execute('insert into fault values (%s,%s,%s,%s,%s,%s,%s)', row)
    conn.commit()
