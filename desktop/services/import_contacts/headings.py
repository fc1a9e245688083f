"""Headings of lists of contacts in five languages and in what Outlook and Google export, folded.

They stand beside the labels and synonyms of the declared fields; case, accents and plurals do not count.
"""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


_HOME = """
    casa, particular, domicilio, domicile, home, private, personal, privado, privada, residencial, residencia,
    pessoal, personnel"""
_ADDRESS_PARTS = """
    calle, ciudad, estado o provincia, provincia, codigo postal, pais o region, apartado postal, direccion,
    rua, cidade, estado, cep, endereco, rue, ville, dep region, code postal, pays region, adresse, street,
    city, state, postal code, zip, zipcode, country region, country, address, address po box"""
_PHONE_NAMES = """
    telefono, tel, telephone, telefone, phone, fono, tlf, numero de telefono, phone number, telephone number,
    celular, movil, mobile, fax, telecopie, numero"""
_CELL = "cel, celular, cell, mobile, movil, portable, whatsapp, cellular"
_EMAIL_NAMES = "email, e-mail, mail, correo, correo electronico, courriel, e-mail address, email address"


def _beside(parts: str, words: str) -> tuple[str, ...]:
    """Every part before and behind every word: "telefono casa", "home phone"."""
    pairs = [(part, word) for part in _names(parts) for word in _names(words)]
    return tuple(name for part, word in pairs for name in (f"{part} {word}", f"{word} {part}"))


FURTHER = {
    "id": _names("id, uuid"),
    "person": _names(
        """
        person, focal point, punto focal, point focal, ponto focal, nombre y apellidos, nombres y apellidos,
        apellidos y nombres, apellidos y nombre, nom et prenom, nom complet, nome e cognome, cognome e nome,
        nominativo, nome e sobrenome, names, name and surname, contact name, name of contact, nombre del
        contacto, representante, representative, funcionario, official, titular del cargo, expert, experto,
        experte, perito, delegate, delegado, liaison, enlace, liaison officer, oficial de enlace,
        responsible officer, miembro, member, nombre y apellido, apellido y nombre, apellidos nombres,
        nombres apellidos, primary contact, focal point name, nombre del punto focal, noms et prenoms,
        prenom et nom, prenoms et noms, nombre persona, persona de contacto, contact person, personne de
        contact, personne contact, pessoa de contato, contato, ponto de contato, nome completo, referente"""
    ),
    "institution": _names(
        """
        denominacion, office, ministerio, ministry, agency, mission, permanent
        mission, mision, mision permanente, missao, embassy, embajada, ambassade, embaixada, structure,
        ente, amministrazione, administration, employer, organization name, company name, agencia,
        dependencia, entidad u organismo, institucion u organismo, ministry agency, ministerio institucion,
        ministere, ministerio o institucion, institution organisation, organismo institucion,
        organizzazione, azienda, empleador, orgao instituicao, instituicao orgao, lugar de trabajo,
        institutional affiliation, affiliation, societe, structure d'origine, ministerio entidad,
        institucion entidad, entidad institucion, ministry department, ministry organization, institution
        represented, institucion que representa, organizacion empresa, organismo o entidad, amt, behorde"""
    ),
    "given_names": _names(
        """
        forename, primer nombre, middle name, additional name, segundo nombre, deuxieme prenom, nome do
        meio, secondo nome, first names, forenames, nombre s, nome proprio"""
    ),
    "suffix": _names("suffix, sufijo, suffixe, sufixo, name suffix"),
    "surnames": _names(
        """
        nom de famille, apelido, primer apellido, segundo apellido, apellido paterno, apellido materno,
        cognome, nom patronymique, last names, surname s, ultimo nome"""
    ),
    "treatment": _names(
        """
        salutation title, titre de civilite, civilite, honorific, salutation, titolo, pronome de tratamento,
        titre, name prefix, grado academico, titulo profesional, forma de tratamiento, trato"""
    ),
    "post": _names(
        """
        title, job, cargo o funcion, designation, poste, organization title, job position, position title,
        post title, function, functional title, qualifica, carica, incarico, funzione, ruolo, designacion,
        cargo actual, cargo que ocupa, puesto de trabajo, denominacion del cargo, intitule du poste, poste
        occupe, qualite, official title, position held, titre, titulo del puesto, titulo del cargo, cargo
        funcion, funcion cargo, cargo puesto, puesto cargo, position title rank, designation post, cargo en
        la institucion, rol en la institucion"""
    ),
    "role": _names(
        """
        role, tipo de punto de contacto, main or alternate, titular o alterno, titular suplente, principal o
        alterno, tipo de contacto, tipo de punto focal, type of contact, role of contact, type de point
        focal"""
    ),
    "seat": _names("sede, siege, duty station, ubicacion, posting, lieu d affectation"),
    "rank": _names(
        """
        rango diplomatico, diplomatic rank, jerarquia, grade, rang diplomatique, military rank, categoria
        diplomatica"""
    ),
    "acronym": _names("abbreviation, abreviatura, abreviation"),
    "aliases": _names("other names, otros nombres, autres noms, outros nomes, alias"),
    "web": _names(
        """
        web page, page web, sitio, website value, pagina da web, web page 1, pagina de internet, site
        internet, sito web"""
    ),
    "unit": _names(
        """
        organization department, unite, unit, area, section, departement, unidad organizativa, direccion o
        unidad, reparto, ufficio, setor de trabalho"""
    ),
    "state": _names(
        """
        member state, estado, estado miembro, etat, pays, paese, nation, nacion, delegation, delegacion,
        pais estado, estado pais, country name, nombre del pais, business country region, pais o region del
        trabajo, pays region bureau, pais regiao endereco comercial, work country, country region, address
        country, pais de origen, state party, country territory, etat membre, pais miembro, estado parte"""
    ),
    "emails": _names(
        """
        email, e-mail, mail, correo, correo electronico, courriel, adresse electronique, emails, e-mails,
        correos electronicos, endereco eletronico, e-mail address, email address, direccion de correo
        electronico, direccion del correo electronico, correo institucional, correo oficial, correo e, email
        institucional, official email, work email, business email, office email, e-mail value, e-mail
        professionnel, adresse e-mail, adresse mail, mel, posta elettronica, indirizzo e-mail, pec, correio
        eletronico, e-mail institucional, e-mail s, contact email, primary email, secondary email, second
        email, alternate email, correo alterno, adresse de messagerie, endereco de email, endereco de
        e-mail, correo electronico institucional, correo electronico oficial, correo alternativo, other
        email, e-mail address es"""
    ),
    "phones": _names(
        """
        phone, tel, telephone, telefono, telefone, phones, telefonos, numero de telefono, office phone,
        business phone, work phone, telefono de oficina, phone number, tel oficina, phone value, telefono
        del trabajo, telefono trabajo, telefono oficina, telefono institucional, telefono fijo, telefono
        directo, tel fijo, telephone bureau, telephone professionnel, telephone fixe, telefone comercial,
        telefone fixo, telefone institucional, telefono ufficio, landline, fixed line, office telephone,
        direct line, telephone number, telephone numbers, work telephone, company main phone, contact
        number, numero de contacto, telephone s, telefono s, phone s, tel s, contact numbers, primary phone,
        other phone, otro telefono, telephone autre, outro telefone, telefono principal, telephone
        principal, telefone principal, telefone principal da empresa, numero de centralita de la
        organizacion, telephone societe, telefono alterno, telefonos de contacto, telefono celular fijo,
        telefono fax, tel fax, contacto telefonico, numeros de contacto, office, conmutador"""
    ),
    "extension": _names(
        """
        extension, ext, ramal, anexo, interno, int, extension telefonica, poste telephonique, numero de
        extension, no de extension, extension no"""
    ),
    "faxes": _names(
        """
        fax, telefax, business fax, numero de fax, telecopie bureau, telecopieur bureau, fax comercial, fax
        de la oficina, fax oficina, other fax, otro fax, fax del trabajo, fax number, telecopie,
        telecopieur, fax no, numero di fax"""
    ),
    "address": _names(
        """
        business address, direccion postal, business street, business country region, business country,
        calle del trabajo, pais o region del trabajo, address formatted, office address, work address,
        mailing address, postal address, street, street address, calle, adresse postale, adresse
        professionnelle, direccion de oficina, direccion laboral, direccion institucional, indirizzo,
        endereco comercial, rue bureau, rua endereco comercial, rua do endereco comercial, domicilio legal,
        domicilio institucional"""
    ),
    "place": _names(
        """
        ciudad, city, ville, cidade, citta, town, localidad, municipio, codigo postal, postal code, post
        code, zip code, zip, cp, cep, business city, business state, business postal code, ciudad de
        trabajo, estado o provincia de trabajo, codigo postal del trabajo, ville bureau, dep region bureau,
        code postal bureau, cidade endereco comercial, estado endereco comercial, cep endereco comercial,
        apartado postal, po box, casilla de correo, business address po box, apartado postal del trabajo,
        work city, work state, work zipcode, departamento o provincia, piso, edificio, oficina no, office
        location, ubicacion de la oficina"""
    ),
    "languages": _names(
        """
        language, idiomas que habla, langue de travail, langue, lingua, lingue, idioma de correspondencia"""
    ),
    "from": _names(
        """
        date of nomination, nominated on, date of designation, date of appointment, appointed on, fecha de
        designacion, fecha de nombramiento, fecha de nominacion, fecha de acreditacion, designado el, desde
        cuando, data da designacao, data de nomeacao, date de designation, date de nomination, designation
        date, in post since, en el cargo desde, start date, data de inicio"""
    ),
    "to": _names(
        """
        valid until, vigencia, vigente hasta, valido hasta, end date, fecha de termino, fecha fin, valable
        jusqu'au"""
    ),
    "instrument": _names(
        """
        note verbale no, numero de nota, no de nota, nota no, numero de nota verbal, no de note verbale,
        nota de designacion, note verbale number, nota verbal no, oficio, no de oficio, oficio de
        designacion, instrumento de designacion, documento de designacion, resolucion de nombramiento,
        reference of note, referencia de la nota"""
    ),
    "instrument_date": _names(
        """
        fecha de la nota, date of note, fecha de nota verbal, date of note verbale, date de la note verbale,
        date de la note, data da nota, data da nota verbal, fecha del oficio, note date, fecha nota, fecha
        de la nota verbal"""
    ),
    "verified_on": _names(
        """
        fecha de verificacion, verified, last updated, fecha de actualizacion, ultima actualizacion,
        actualizado el, updated on, last confirmed, confirmado el, fecha de confirmacion, ultima
        confirmacion, date de mise a jour, mise a jour le, data de atualizacao, ultima atualizacao"""
    ),
    "note": _names(
        """
        description, descripcion, note, comments, observacion, observations, commentaires, commentaire,
        anotacoes, anotaciones, notas adicionales, observacoes, observaciones y comentarios, comentario,
        annotazioni"""
    ),
    "private_emails": _beside(_EMAIL_NAMES, _HOME),
    "private_phones": (*_beside(_PHONE_NAMES, _HOME), "numero de telefono particular"),
    "private_address": _beside(_ADDRESS_PARTS, f"{_HOME}, residencia"),
    "mobiles": (
        *_beside("telefono, tel, telephone, telefone, phone, numero, number, no, numero de telefono", _CELL),
        *_names(
            """
            cell, cellular, celular, mobile, movil, portable, gsm, telemovel, cellulare, whatsapp,
            celular whatsapp, car phone, telefono del automovil, telephone voiture, telefone do carro, cels,
            moviles, celulares"""
        ),
    ),
}
"""Further names of a column, by the column's name in the import."""

WEAK = {
    "institution": _names("name, nombre, nom, nome"),
    "role": _names("tipo, type, calidad, condicion"),
    "private_phones": ("particular",),
}
"""Names that a column has only where no other has a better one."""
