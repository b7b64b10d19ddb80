"""Read by whoever a purchase is shared with, also where the participation is not. The table is new and empty."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('basis', '0009_courses'),
        ('journey', '0021_wall_of_purchases'),
    ]

    operations = [
        migrations.AddField(
            model_name='purchase',
            name='intervention',
            field=models.ForeignKey(db_comment='Whose purse: read without the enrolment.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='basis.intervention'),
        ),
        migrations.AddField(
            model_name='purchase',
            name='method_version',
            field=models.ForeignKey(db_comment='Whose text says who decides.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='basis.methodversion'),
        ),
    ]
