from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_phones_and_consents'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user_id', models.BigIntegerField(db_index=True, null=True, verbose_name='номер учётной записи')),
                ('seen_at', models.DateTimeField(verbose_name='последнее обращение')),
            ],
            options={
                'verbose_name': 'сеанс',
                'verbose_name_plural': 'сеансы',
            },
        ),
    ]
