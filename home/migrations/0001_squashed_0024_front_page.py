import crm.events.domain.kinds
import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('home', '0001_initial'),
        ('home', '0002_groups'),
        ('home', '0003_front_page'),
        ('home', '0004_partner_roles'),
        ('home', '0005_contact_roles'),
        ('home', '0006_who_sits_block'),
        ('home', '0007_board_files'),
        ('home', '0008_import_roles'),
        ('home', '0009_assembly_roles'),
        ('home', '0010_venue_roles'),
        ('home', '0011_kinds_of_our_own'),
        ('home', '0012_privacy_roles'),
        ('home', '0013_registration_roles'),
        ('home', '0014_calendar_roles'),
        ('home', '0015_decision_roles'),
        ('home', '0016_attendance_roles'),
        ('home', '0017_template_roles'),
        ('home', '0018_roles_of_what_comes_back'),
        ('home', '0019_approval_roles'),
        ('home', '0020_monthly_draft_roles'),
        ('home', '0021_memory_roles'),
        ('home', '0022_contribution_roles'),
        ('home', '0023_recognition_roles'),
        ('home', '0024_recognition_block'),
    ]

    initial = True

    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('sections', wagtail.fields.StreamField([('heading', 2), ('text', 3), ('image', 7), ('gallery', 10), ('quote', 14), ('button', 18), ('documents', 22), ('video', 28), ('notice', 31), ('table', 32), ('events', 36), ('who_sits', 38), ('next_assembly', 40), ('agenda', 43), ('latest_news', 46), ('recognition', 48), ('sign_up', 51)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Large'), ('h3', 'Smaller')], 'label': 'Size'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('cms.pages.blocks.words.TextBlock', (), {}), 4: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('text', 'As wide as the text'), ('wide', 'As wide as the page')], 'label': 'Width'}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5), ('width', 6)]], {}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('caption', 5)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Images', 'max_num': 24, 'min_num': 2}), 10: ('wagtail.blocks.StructBlock', [[('pictures', 9)]], {}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'rows': 3}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Who that person is', 'max_length': 160, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('text', 11), ('who', 12), ('role', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'What the button says', 'max_length': 60}), 16: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 17: ('wagtail.blocks.URLBlock', (), {'label': 'Or an address elsewhere', 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('label', 15), ('page', 16), ('url', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 20: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Documents', 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('documents', 21)]], {}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'Address of the video'}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'Such as: 4 min.', 'label': 'Length', 'max_length': 30, 'required': False}), 26: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Still image'}), 27: ('wagtail.blocks.TextBlock', (), {'help_text': 'For those who cannot see or hear it.', 'label': 'What is said and shown', 'required': False, 'rows': 3}), 28: ('wagtail.blocks.StructBlock', [[('url', 23), ('title', 24), ('duration', 25), ('still', 26), ('summary', 27)]], {}), 29: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('plain', 'For information'), ('warning', 'Please note'), ('success', 'Good news')], 'label': 'Tone'}), 30: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Text'}), 31: ('wagtail.blocks.StructBlock', [[('tone', 29), ('title', 19), ('text', 30)]], {}), 32: ('cms.pages.blocks.tables.CaptionedTableBlock', (), {}), 33: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.kind_choices, 'help_text': 'None: every kind.', 'label': 'Only these kinds', 'required': False}), 34: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': crm.events.domain.kinds.audience_choices, 'help_text': 'None: for anyone.', 'label': 'Only for', 'required': False}), 35: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 20, 'min_value': 1}), 36: ('wagtail.blocks.StructBlock', [[('title', 19), ('kinds', 33), ('audiences', 34), ('count', 35)]], {}), 37: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('around', 'Around our council'), ('whole', 'The whole network')], 'label': 'Show'}), 38: ('wagtail.blocks.StructBlock', [[('title', 19), ('scope', 37)]], {}), 39: ('wagtail.blocks.CharBlock', (), {'default': 'Prochaine assemblée', 'label': 'Title', 'max_length': 80}), 40: ('wagtail.blocks.StructBlock', [[('title', 39)]], {'group': 'Sections'}), 41: ('wagtail.blocks.CharBlock', (), {'default': 'Ce qui s’en vient', 'label': 'Title', 'max_length': 80}), 42: ('wagtail.blocks.IntegerBlock', (), {'default': 5, 'label': 'How many at most', 'max_value': 12, 'min_value': 1}), 43: ('wagtail.blocks.StructBlock', [[('title', 41), ('count', 42)]], {'group': 'Sections'}), 44: ('wagtail.blocks.CharBlock', (), {'default': 'Dans le quartier', 'label': 'Title', 'max_length': 80}), 45: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 9, 'min_value': 1}), 46: ('wagtail.blocks.StructBlock', [[('title', 44), ('count', 45)]], {'group': 'Sections'}), 47: ('wagtail.blocks.CharBlock', (), {'default': 'Avez-vous reconnu?', 'label': 'Title', 'max_length': 80}), 48: ('wagtail.blocks.StructBlock', [[('title', 47)]], {'group': 'Sections'}), 49: ('wagtail.blocks.CharBlock', (), {'default': 'L’infolettre du quartier', 'label': 'Title', 'max_length': 80}), 50: ('wagtail.blocks.CharBlock', (), {'default': 'Les assemblées, les travaux, les fêtes : vous choisissez de quoi on vous écrit.', 'label': 'In one sentence', 'max_length': 200, 'required': False}), 51: ('wagtail.blocks.StructBlock', [[('title', 49), ('text', 50)]], {'group': 'Sections'})}, verbose_name='sections')),
            ],
            options={
                'verbose_name': 'front page',
                'verbose_name_plural': 'front pages',
            },
            bases=('wagtailcore.page',),
        ),
    ]
