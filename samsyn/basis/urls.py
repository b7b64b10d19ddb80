"""Addresses of the basis and of the log."""

from django.urls import path

from samsyn.basis import views as home
from samsyn.basis.agreement import views as agreement
from samsyn.basis.audit_log import views as audit_log
from samsyn.basis.code_list import views as code_list
from samsyn.basis.contact_route import views as contact
from samsyn.basis.course import views as course
from samsyn.basis.group import views as group
from samsyn.basis.intervention import views as intervention
from samsyn.basis.method import part_views as method_parts
from samsyn.basis.method import views as method
from samsyn.basis.party import views as party
from samsyn.basis.staff import views as staff

app_name = "basis"
urlpatterns = [
    path("grunddata/", home.home, name="home"),
    path("grunddata/parter/", party.parties, name="parties"),
    path("grunddata/parter/ny/", party.add_party, name="add_party"),
    path("grunddata/parter/<uuid:party_id>/avsluta/", party.end_party, name="end_party"),
    path("grunddata/parter/<uuid:party_id>/enhet/", party.add_unit, name="add_unit"),
    path("grunddata/enheter/<uuid:unit_id>/", party.change_unit, name="change_unit"),
    path("grunddata/enheter/<uuid:unit_id>/stang/", party.close_unit, name="close_unit"),
    path("grunddata/enheter/<uuid:unit_id>/oppna/", party.open_unit, name="open_unit"),
    path("grunddata/personal/", staff.staff, name="staff"),
    path("grunddata/personal/ny/", staff.add_staff, name="add_staff"),
    path("grunddata/personal/<uuid:staff_id>/", staff.change_staff, name="change_staff"),
    path("grunddata/personal/<uuid:staff_id>/avsluta/", staff.end_staff, name="end_staff"),
    path("grunddata/personal/<uuid:staff_id>/lank/", staff.send_link, name="send_link"),
    path("grunddata/personal/<uuid:staff_id>/andra-steg/", staff.reset_factor, name="reset_factor"),
    path("grunddata/personal/<uuid:staff_id>/stang/", staff.close_account, name="close_account"),
    path("grunddata/grupper/", group.groups, name="groups"),
    path("grunddata/grupper/ny/", group.start_group, name="start_group"),
    path("grunddata/grupper/<uuid:group_id>/", group.group, name="group"),
    path("grunddata/grupper/<uuid:group_id>/andra/", group.change_group, name="change_group"),
    path("grunddata/grupper/<uuid:group_id>/medlem/", group.add_member, name="add_member"),
    path("grunddata/grupper/<uuid:group_id>/lagg-ned/", group.close_group, name="close_group"),
    path("grunddata/medlem/<uuid:member_id>/avsluta/", group.end_member, name="end_member"),
    path("grunddata/overenskommelser/", agreement.agreements, name="agreements"),
    path("grunddata/overenskommelser/ny/", agreement.write_agreement, name="write_agreement"),
    path(
        "grunddata/overenskommelser/<uuid:agreement_id>/", agreement.change_agreement, name="change_agreement"
    ),
    path("grunddata/insatser/", intervention.interventions, name="interventions"),
    path("grunddata/insatser/ny/", intervention.set_up_intervention, name="set_up_intervention"),
    path("grunddata/insatser/<uuid:intervention_id>/", intervention.intervention, name="intervention"),
    path(
        "grunddata/insatser/<uuid:intervention_id>/andra/", intervention.change_intervention,
        name="change_intervention",
    ),
    path("grunddata/insatser/<uuid:intervention_id>/metod/", intervention.choose_method, name="choose_method"),
    path("grunddata/insatser/<uuid:intervention_id>/kurser/", course.courses, name="courses"),
    path("grunddata/insatser/<uuid:intervention_id>/kurser/ny/", course.set_up, name="set_up_course"),
    path("kurs/<uuid:round_id>/", course.course, name="course"),
    path("kurs/<uuid:round_id>/andra/", course.change, name="change_course"),
    path("kurstraff/<uuid:session_id>/", course.session, name="course_session"),
    path("grunddata/metoder/", method.methods, name="methods"),
    path("grunddata/metoder/ta-in/", method.take_in, name="import_method"),
    path("grunddata/metoder/<uuid:method_id>/", method.method, name="method"),
    path("grunddata/metoder/<uuid:method_id>/kopiera/", method.copy, name="copy_method"),
    path("grunddata/metoder/<uuid:method_id>/utkast/", method.draft, name="method_draft"),
    path("grunddata/metoder/<uuid:method_id>/delar/", method_parts.parts, name="method_parts"),
    path("grunddata/metoder/<uuid:method_id>/delar/ny/<str:place>/", method_parts.add_part, name="add_method_part"),
    path(
        "grunddata/metoder/<uuid:method_id>/delar/bort/<str:place>/", method_parts.remove_part,
        name="remove_method_part",
    ),
    path("grunddata/metoder/<uuid:method_id>/delar/<str:place>/", method_parts.part, name="method_part"),
    path("grunddata/metoder/<uuid:method_id>/publicera/", method.publish, name="publish_method"),
    path("grunddata/metodtext/<uuid:version_id>/", method.text, name="method_text"),
    path("grunddata/kodlistor/", code_list.code_lists, name="code_lists"),
    path("grunddata/kodlistor/<int:version_id>/", code_list.code_list, name="code_list"),
    path("kontaktvagar/", contact.contacts, name="contacts"),
    path("kontaktvagar/ny/", contact.add_contact, name="add_contact"),
    path("kontaktvagar/<uuid:route_id>/", contact.change_contact, name="change_contact"),
    path("kontaktvagar/<uuid:route_id>/kontrollerad/", contact.check_contact, name="check_contact"),
    path("kontaktvagar/<uuid:route_id>/ta-bort/", contact.remove_contact, name="remove_contact"),
    path("logg/", audit_log.log, name="log"),
    path("logg/urval/", audit_log.sample, name="sample"),
    path("logg/prova/", audit_log.verify, name="verify"),
]  # fmt: skip
