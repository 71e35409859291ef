import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0004_errands'),
    ]

    operations = [
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.TextField()),
                ('subject', models.CharField(max_length=255)),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'identity',
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='one_person_an_identity'), models.UniqueConstraint(fields=('person', 'issuer'), name='one_identity_a_person')],
            },
        ),
    ]
