import crm.events.domain.kinds
import django.db.models.deletion
import django.utils.timezone
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.db import migrations, models

from crm.accounts.tables import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('pages', '0001_initial'),
        ('pages', '0002_tombstone'),
        ('pages', '0003_who_sits_block'),
        ('pages', '0004_kinds_of_our_own'),
        ('pages', '0005_neighbourhood_directory'),
        ('pages', '0006_register'),
        ('pages', '0007_search'),
        ('pages', '0008_search_slugs'),
    ]

    initial = True

    dependencies = [
        ('partners', '0001_squashed_0016_the_council_and_its_partners'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='AgendaPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('introduction', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'agenda',
                    'verbose_name_plural': 'agendas',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='DirectoryPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('introduction', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'neighbourhood directory',
                    'verbose_name_plural': 'neighbourhood directories',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ),
            migrations.CreateModel(
                name='NewsIndexPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('introduction', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'news section',
                    'verbose_name_plural': 'news sections',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='NewsPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('dated_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                    ('summary', models.CharField(max_length=280, verbose_name='in one sentence')),
                    ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.picture', verbose_name='image')),
                    ('image_alt', models.CharField(blank=True, max_length=250, verbose_name='what the image shows')),
                    ('image_is_decorative', models.BooleanField(default=False, help_text='Those who listen to the page will not hear of it.', verbose_name='the image only decorates')),
                    ('body', wagtail.fields.StreamField([('heading', 2), ('text', 3), ('image', 7), ('gallery', 10), ('quote', 14), ('button', 18), ('documents', 22), ('video', 28), ('notice', 31), ('table', 32), ('events', 36), ('who_sits', 38)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Large'), ('h3', 'Smaller')], 'label': 'Size'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('cms.pages.blocks.words.TextBlock', (), {}), 4: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('text', 'As wide as the text'), ('wide', 'As wide as the page')], 'label': 'Width'}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5), ('width', 6)]], {}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 10: ('wagtail.blocks.StructBlock', [[('pictures', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'rows': 3}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Who that person is', 'max_length': 160, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('who', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'What the button says', 'max_length': 60}), 16: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 17: ('wagtail.blocks.URLBlock', (), {'label': 'Or an address elsewhere', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('label', 15), ('page', 16), ('url', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 20: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Documents', 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('documents', 21)]], {}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'Address of the video'}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Such as: 4 min.', 'label': 'Length', 'max_length': 30, 'required': False}), 26: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Still image'}), 27: ('wagtail.blocks.TextBlock', (), {'help_text': 'For those who cannot see or hear it.', 'label': 'What is said and shown', 'required': False, 'rows': 3}), 28: ('wagtail.blocks.StructBlock', [[('url', 23), ('title', 24), ('duration', 25), ('still', 26), ('summary', 27)]], {}), 29: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'For information'), ('warning', 'Please note'), ('success', 'Good news')], 'label': 'Tone'}), 30: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Text'}), 31: ('wagtail.blocks.StructBlock', [[('tone', 29), ('title', 19), ('text', 30)]], {}), 32: ('cms.pages.blocks.tables.CaptionedTableBlock', (), {}), 33: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.kind_choices, 'help_text': 'None: every kind.', 'label': 'Only these kinds', 'required': False}), 34: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.audience_choices, 'help_text': 'None: for anyone.', 'label': 'Only for', 'required': False}), 35: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 20, 'min_value': 1}), 36: ('wagtail.blocks.StructBlock', [[('title', 19), ('kinds', 33), ('audiences', 34), ('count', 35)]], {}), 37: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('around', 'Around our council'), ('whole', 'The whole network')], 'label': 'Show'}), 38: ('wagtail.blocks.StructBlock', [[('title', 19), ('scope', 37)]], {})}, verbose_name='body')),
                ],
                options={
                    'verbose_name': 'piece of news',
                    'verbose_name_plural': 'news',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='RegisterPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('introduction', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'register of decisions',
                    'verbose_name_plural': 'registers of decisions',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='SearchEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=40)),
                    ('number', models.PositiveIntegerField(null=True, unique=True)),
                    ('title', models.TextField()),
                    ('names', models.TextField(blank=True)),
                    ('description', models.TextField(blank=True)),
                    ('text', models.TextField(blank=True)),
                    ('url', models.CharField(max_length=500)),
                    ('day', models.DateField(null=True)),
                    ('is_lasting', models.BooleanField(default=False)),
                    ('day_in_words', models.CharField(blank=True, max_length=200)),
                    ('facets', models.JSONField(default=list)),
                    ('words', models.TextField()),
                    ('fingerprint', models.CharField(max_length=32)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='search_entry_once')],
                },
            ),
            migrations.CreateModel(
                name='SearchGone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('words', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='SearchShelf',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('stamp', models.BigIntegerField()),
                    ('members', models.BinaryField()),
                    ('facets', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='SearchPosting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('term', models.CharField(max_length=40)),
                    ('shelf', models.PositiveIntegerField()),
                    ('places', models.BinaryField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('term', 'shelf'), name='search_posting_once')],
                },
            ),
            migrations.CreateModel(
                name='SearchWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(max_length=40, unique=True)),
                    ('written', models.CharField(max_length=60)),
                    ('term', models.CharField(max_length=40)),
                    ('count', models.PositiveIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='SearchFacetValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('facet', models.CharField(max_length=20)),
                    ('slug', models.CharField(max_length=200)),
                    ('label', models.CharField(max_length=250)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('facet', 'slug'), name='search_facet_value_once')],
                },
            ),
            migrations.CreateModel(
                name='SearchName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('thing', models.CharField(max_length=80)),
                    ('terms', models.CharField(db_index=True, max_length=250)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('thing', 'terms'), name='search_name_once')],
                },
            ),
            migrations.CreateModel(
                name='SearchKeeper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rules', models.PositiveIntegerField(default=0)),
                    ('next_number', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='StandardPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('introduction', models.CharField(blank=True, max_length=300, verbose_name='introduction')),
                    ('body', wagtail.fields.StreamField([('heading', 2), ('text', 3), ('image', 7), ('gallery', 10), ('quote', 14), ('button', 18), ('documents', 22), ('video', 28), ('notice', 31), ('table', 32), ('events', 36), ('who_sits', 38)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Large'), ('h3', 'Smaller')], 'label': 'Size'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('cms.pages.blocks.words.TextBlock', (), {}), 4: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('text', 'As wide as the text'), ('wide', 'As wide as the page')], 'label': 'Width'}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5), ('width', 6)]], {}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 10: ('wagtail.blocks.StructBlock', [[('pictures', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'rows': 3}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Who that person is', 'max_length': 160, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('who', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'What the button says', 'max_length': 60}), 16: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 17: ('wagtail.blocks.URLBlock', (), {'label': 'Or an address elsewhere', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('label', 15), ('page', 16), ('url', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 20: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Documents', 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('documents', 21)]], {}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'Address of the video'}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Such as: 4 min.', 'label': 'Length', 'max_length': 30, 'required': False}), 26: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Still image'}), 27: ('wagtail.blocks.TextBlock', (), {'help_text': 'For those who cannot see or hear it.', 'label': 'What is said and shown', 'required': False, 'rows': 3}), 28: ('wagtail.blocks.StructBlock', [[('url', 23), ('title', 24), ('duration', 25), ('still', 26), ('summary', 27)]], {}), 29: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'For information'), ('warning', 'Please note'), ('success', 'Good news')], 'label': 'Tone'}), 30: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Text'}), 31: ('wagtail.blocks.StructBlock', [[('tone', 29), ('title', 19), ('text', 30)]], {}), 32: ('cms.pages.blocks.tables.CaptionedTableBlock', (), {}), 33: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.kind_choices, 'help_text': 'None: every kind.', 'label': 'Only these kinds', 'required': False}), 34: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.audience_choices, 'help_text': 'None: for anyone.', 'label': 'Only for', 'required': False}), 35: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 20, 'min_value': 1}), 36: ('wagtail.blocks.StructBlock', [[('title', 19), ('kinds', 33), ('audiences', 34), ('count', 35)]], {}), 37: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('around', 'Around our council'), ('whole', 'The whole network')], 'label': 'Show'}), 38: ('wagtail.blocks.StructBlock', [[('title', 19), ('scope', 37)]], {})}, verbose_name='body')),
                ],
                options={
                    'verbose_name': 'page',
                    'verbose_name_plural': 'pages',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Tombstone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(max_length=500, unique=True, verbose_name='address')),
                    ('reason', models.CharField(blank=True, help_text='Shown to those who come by.', max_length=300, verbose_name='reason')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='withdrawn')),
                ],
                options={
                    'verbose_name': 'withdrawn address',
                    'verbose_name_plural': 'withdrawn addresses',
                    'ordering': ['-created_at'],
                },
            ),
        ]),
    ]
