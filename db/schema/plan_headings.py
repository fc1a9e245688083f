"""Headings under which workbooks name the fields of a plan item, in five languages and folded.

Case, accents, plurals and small words do not count when headings are compared, so each name stands once.
"""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


NUMBER = _names(
    """
    no, n, nro, num, numero, numero de accion, item, code, codigo, poam id, ref, reference, referencia,
    codice univoco, codice univoco milestone target, identifiant, action no, n de action, item no, s/n,
    s no, sl no, serial no, sr no, cod, correlativo, orden, ref no, action id, action number, measure
    no, num accion, n° azione, numero azione, numero da acao, #, nr, wbs, key, clave, outline number,
    seq no, sequence, sequence number, sequential number, fiche no, issue key"""
)
TITLE = _names(
    """
    accion, action, actividad, activity, titre, titulo, medida, measure, mesure, tarea, task, acao,
    titre de l action, weakness name, nombre de la accion, sous action, titre de la sous action, sub
    accion, subaccion, sub action, subactividad, sub actividad, intitule, nome, planned action, azione,
    azioni, tache, activite, atividade, atividades, attivita, misura, misure, o que, o que what, que se
    hara, quoi, task name, action item, action required, required action, action to be taken, accion a
    realizar, actions a mener, activites a mener, actions prioritaires, intitule de l action, nom de l
    action, nombre de la actividad, nombre de la tarea, proposed action, proposed measure, proposed
    activity, implementation measure, accion propuesta, objetivo accion, objective action, tarefa,
    medida proposta, accion estrategica, nome milestone target, name of action, name of activity, action
    name, activity name, agreed action, management action, corrective action, preventive action,
    mitigation action, mitigation measure, mitigation, treatment action, response action, remedial
    action, accion correctiva, accion preventiva, accion de mejora, accion a implementar, acciones
    comprometidas, accion acordada, accion de mitigacion, medida de mitigacion, medida correctiva,
    action corrective, mesure corrective, mesure d attenuation, acao corretiva, acao de melhoria, acao
    mitigadora, card name, task title, a faire, que vamos a hacer, strategic action, action strategique,
    acao estrategica, detailed activity, specific activity, planned activity, actividad especifica,
    actividad detallada, actividad programada, actividad propuesta, accion programada, accion prevista,
    action prevue, activite prevue, activite detaillee, acao prevista, atividade prevista, commitment
    title, titulo del compromiso"""
)
DESCRIPTION = _names(
    """
    descripcion, descriptif, detalle, details, descricao, descrizione, weakness description, descripcion
    de la accion, como, como how, how, descripcion de la actividad, descripcion de la medida, descricao
    da acao, descripcion detallada, action description, description de l action, alcance, scope, current
    situation, current situation gap, gap, situacion actual brecha, brecha, constat, brief description,
    card description, notes description, descripcion breve, breve descripcion, description detaillee,
    detailed description"""
)
OBJECTIVE = _names(
    """
    objetivo, objectif, objetivo estrategico, linea, linea de accion, eje, axe, axe x, sous axe, sous
    axe x x, sous sous axe, sous sous axe x x x, priority line, prioridad estrategica, goal, meta
    general, pilar, componente, missione, objetivo especifico, objetivo general, objectif strategique,
    objectif specifique, objectives, strategic objective, specific objective, eje estrategico, eje
    tematico, linea estrategica, axe strategique, area, area tematica, thematic area, theme, tema,
    ambito, ambito de accion, ambito tematico, domaine, domaine d intervention, eixo, eixo estrategico,
    eixo tematico, pilares, pillar, pilier, component, composante, componenti, obiettivo, obiettivi,
    obiettivo specifico, asse, outcome, output, paragraph of resolution, operative paragraph, op
    paragraph, 1540 paragraph, resolution paragraph, parrafo de la resolucion, parrafo dispositivo,
    parrafo operativo, parrafo, paragraphe de la resolution, paragraphe, paragraphe du dispositif,
    paragrafo da resolucao, paragrafo, obligation, obligacion, obrigacao, programa, programme, category,
    categoria, categorie, bucket name, bucket, section, section column, seccion, epic, epic name, phase,
    fase, workstream, related measure, technical area, area tecnica, group, grupo"""
)
LEAD = _names(
    """
    responsable, institucion responsable, institucion lider, lead, lead institution, responsible,
    responsible institution, owner, entidad responsable, pilote, direction, direction ou service pilote,
    structure pilote, amministrazione titolare, responsavel, organismo responsable, ente responsable,
    chef de file, institucion a cargo, lead agency, lead ministry, lead entity, lead organisation, lead
    organization, lead ministry agency, responsible agency, responsible ministry, responsible ministry
    agency, responsible entity, responsible party, responsible body, responsibility, implementing
    agency, implementing institution, implementing entity, implementer, in charge, executing agency,
    encargado, encargada, a cargo de, instituciones lideres, entidad lider, entidad a cargo, institucion
    encargada, institucion ejecutora, entidad ejecutora, unidad ejecutora, unidad responsable, area
    responsable, dependencia responsable, organo responsable, ministerio responsable, institucion
    coordinadora, entidad coordinadora, structure responsable, structure chef de file, responsable de la
    mise en oeuvre, ministere responsable, institution responsable, organisme responsable, service
    responsable, entite responsable, maitre d ouvrage, porteur, porteur de l action, quem, quem who,
    who, quien, qui, orgao responsavel, orgaos responsaveis, instituicao responsavel, responsaveis,
    entidade responsavel, entidades responsaveis, enti responsabili, responsabile, responsabili,
    amministrazione responsabile, amministrazione competente, owner of action, action owner, task owner,
    assigned to, asignado a, assignee, assigned, asignada a, asignado, members, resource names, risk
    owner, responsible officer, responsible department, responsible authority, lead authority, competent
    authority, autoridad competente, autoridad responsable, autorite competente, autorite responsable,
    autoridade competente, autoridade responsavel, lead department, lead implementing agency,
    organizacion responsable, institucion rectora, ente rector, direccion responsable, area encargada,
    entidade executora, entidade lider, instituicao lider, accountable, accountable party, quien lo
    hace, service pilote, pilote de l action, porteur de projet, responsable de la ejecucion,
    responsable de implementacion, responsable de la accion"""
)
CO_LEADS = _names(
    """
    corresponsable, co-lead, coresponsable, copilote, corresponsabilidad, institucion corresponsable,
    co-responsable, co responsaveis, coejecutor, coejecutores, instituciones coejecutoras, institucion
    es coejecutora s, co-lead institution, co-lead agency, co pilotes"""
)
SUPPORTING = _names(
    """
    apoyo, instituciones de apoyo, socios, partners, partenaires, otras instituciones, colaboradores,
    supporting institutions, cooperantes, partenaires institutionnels, parceiros, participantes,
    instituciones participantes, supporting agency, supporting ministries, supporting entities,
    supporting partners, support, supporting, other agencies, other agencies involved, other
    stakeholders, stakeholders, agencies involved, institutions involved, involved institutions,
    participating agencies, participating institutions, partner agencies, partner institutions, partner
    organisations, partner organizations, implementing partners, key partners, collaborating agencies,
    cooperating agencies, entidades de apoyo, instituciones que apoyan, instituciones colaboradoras,
    instituciones involucradas, entidades involucradas, entidades participantes, organismos
    participantes, involucrados, actores involucrados, aliados, aliados estrategicos, socios
    estrategicos, socios de implementacion, instituciones asociadas, entidades asociadas,
    acompanamiento, colaboracion, autres acteurs, acteurs impliques, parties prenantes, structures
    impliquees, structures associees, institutions impliquees, institutions associees, services
    associes, partenaires techniques et financiers, appui, instituicoes parceiras, orgaos parceiros,
    instituicoes envolvidas, orgaos envolvidos, apoio, envolvidos, colaboradores externos, enti
    coinvolti, altri enti coinvolti, amministrazioni coinvolte"""
)
PERSONS = _names(
    """
    persona, persona responsable, personne pilote, person, focal point, punto focal, persona de
    contacto, persona a cargo, contact person, personne responsable, personne ressource, point of
    contact, pessoa responsavel, ponto focal, point focal, name of responsible person"""
)
START = _names(
    """
    inicio, fecha de inicio, start date, date de debut, debut, data de inicio, comienzo, start, start of
    implementation, begin, beginning, fecha inicial, inicia, desde, date de demarrage, demarrage, date
    de lancement, inicio previsto, data inicial, data di inizio, inizio, planned start, planned start
    date, actual start, fecha de comienzo, fecha de inicio prevista, begin date, start year, start
    month, ano de inicio, mes de inicio, annee de debut, mois de debut, ano inicial, fecha de arranque,
    fecha inicio"""
)
DUE = _names(
    """
    plazo, fecha limite, vencimiento, deadline, due date, timeframe, fin, fecha de finalizacion, fecha
    de termino, end date, date de fin, echeance, prazo, plazo de ejecucion, scheduled completion date,
    trimestre di conseguimento, date limite, fecha de cumplimiento, timeline, time frame, time limit,
    timeline for implementation, implementation timeline, implementation period, target date, target
    completion date, completion target, expected completion, expected completion date, estimated
    completion date, planned completion, planned end, planned end date, finish, finish date, due by,
    date due, by when, when, periodo de ejecucion, periodo de implementacion, plazo previsto, plazo de
    cumplimiento, plazo de implementacion, plazo estimado, temporalidad, fecha fin, fecha final, fecha
    de finalizacion prevista, fecha de cierre, fecha compromiso, fecha comprometida, fecha prevista,
    fecha estimada, fecha meta, fecha objetivo, fecha tope, fecha de vencimiento, fecha de entrega,
    fecha programada, fecha maxima, cuando, termino, finalizacion, delai, delai d execution, delai de
    mise en oeuvre, delai de realisation, date d echeance, echeancier, date butoir, date cible, date
    prevue, date de realisation, periode d execution, periode de mise en oeuvre, periode de realisation,
    quand, quando when, data limite, data final, data fim, data de termino, data de conclusao, data
    prevista, previsao de conclusao, periodo de execucao, prazo final, prazo de execucao, scadenza,
    scadenze, data di fine, data di scadenza, periodo di attuazione, implementation date, target finish,
    para cuando, pour quand, fecha de implementacion, fecha de ejecucion, end year, end month, ano de
    fin, mes de fin, annee de fin, mois de fin, ano final, date de mise en oeuvre, date d execution,
    horizonte, horizonte temporal, horizon, target year, ano meta, expected date, expected end date,
    inicio fin, start end, start date end date, fecha inicio fecha fin, debut fin, date debut date fin,
    indicative timeline for completion"""
)
COMPLETED_ON = _names(
    """
    concluida el, fecha de conclusion, completion date, date d achevement, completed, completed on, date
    completed, completion, actual completion date, actual end date, actual finish, fecha real, fecha de
    conclusion real, fecha real de cumplimiento, fecha de realizacion, concluido el, completada el, date
    de realisation effective, date effective, date d achevement effectif, data de conclusao efetiva,
    data de realizacao, completed date, completed at, resolved, resolved on, closed date, date closed,
    closed on, done date, fecha de termino real, fecha real de termino, fecha de cierre real, date de
    cloture effective"""
)
STATUS = _names(
    """
    estado, situacion, estatus, avance, statut, etat, situacao, state, estado de avance, estado de
    ejecucion, status of implementation, stato, current status, implementation status, status update,
    action status, task status, progress status, state of implementation, state of play, estado actual,
    situacion actual, estado de la accion, estado de la actividad, estado de cumplimiento, estado de
    implementacion, estado de situacion, situacion de la accion, nivel de cumplimiento, nivel de
    ejecucion, nivel de implementacion, nivel de avance, grado de cumplimiento, grado de ejecucion,
    grado de avance, grado de implementacion, cumplimiento, etat d avancement, etat d execution, etat de
    mise en oeuvre, etat de realisation, etat actuel, niveau d execution, niveau de realisation, niveau
    de mise en oeuvre, niveau d avancement, statut d avancement, statut actuel, situation, situation
    actuelle, situacao atual, situacao da acao, estagio, estagio de execucao, andamento, estado da acao,
    estado de execucao, stato di attuazione, stato di avanzamento, stato di realizzazione, stato
    attuale, semaforo, rag, rag status, traffic light, feu tricolore, farol, list name, como vamos,
    level of completion"""
)
PROGRESS = _names(
    """
    avance %, % avance, porcentaje, porcentaje de avance, progress %, % complete, avancement, progreso,
    avance, percent complete, %, % completion, % completed, completion %, complete %, percentage,
    percentage complete, percentage of completion, percent completed, completion rate, % progress, %
    done, implementation %, % cumplimiento, cumplimiento %, % ejecucion, ejecucion %, % realizado, %
    completado, % ejecutado, % implementacion, porcentaje de cumplimiento, porcentaje de ejecucion,
    porcentaje de implementacion, nivel de avance %, grado de avance %, grado de avance, nivel de
    avance, nivel de cumplimiento, taux d execution, taux de realisation, taux d avancement, taux de
    mise en oeuvre, % d execution, % de realisation, % d avancement, % realise, niveau d execution,
    niveau de realisation, avancement %, pourcentage, pourcentage d execution, pourcentage de
    realisation, pourcentage d avancement, percentual, percentual de execucao, percentual executado,
    percentual concluido, % executado, % concluido, % de execucao, % de conclusao, % concluida,
    andamento %, percentuale, percentuale di avanzamento, % avanzamento, % completamento, avanzamento,
    completion, percent done"""
)
PRIORITY = _names(
    """
    prioridad, priorite, niveau de priorite, prioridade, risk rating, urgency, urgencia, nivel de
    prioridad, priority level, grado de prioridad, priorita"""
)
RESOURCES = _names(
    """
    recursos, moyens, ressources, moyens humains et techniques, resources required, recursos necesarios,
    recursos requeridos, necessary resources, resources needed, required resources, ressources
    necessaires, recursos necessarios, risorse, moyens necessaires"""
)
BUDGET = _names(
    """
    presupuesto, costo, cost, budget previsionnel, montant, orcamento, monto, budget previsionnel total,
    budget previsionnel total eur ttc, estimated cost, estimated budget, cost estimate, indicative
    budget, indicative cost, total cost, amount, costo estimado, costo total, presupuesto estimado,
    presupuesto asignado, presupuesto referencial, presupuesto requerido, monto estimado, monto
    asignado, valor, inversion, cout, cout estimatif, cout estime, cout estimatif total, cout total,
    cout previsionnel, budget estimatif, budget estime, budget indicatif, quanto, quanto custa, quanto
    custa how much, quanto how much, how much, cuanto, custo, custo estimado, valor estimado, orcamento
    estimado, orcamento previsto, costo stimato, costo previsto, budget previsto, importo, presupuesto
    costo, budget cost"""
)
CURRENCY = _names(
    """
    moneda, devise, moeda, divisa, valuta, currency code, monnaie"""
)
FUNDING = _names(
    """
    financiamiento, fuente de financiamiento, funding, financement, fuente, financeurs, fonte de
    financiamento, source of funding, funding sources, financing, source of financing, fuente de
    financiacion, fuente de recursos, financiacion, source de financement, bailleur, fonte de recursos,
    fonte di finanziamento, fonti di finanziamento, donor, donante, bailleurs de fonds"""
)
ASSISTANCE_NEEDED = _names(
    """
    asistencia requerida, necesidad de asistencia, assistance required, assistance, besoins d
    assistance, asistencia, asistencia necesaria, assistance requested, assistance needs, technical
    assistance, technical assistance needed, technical assistance required, need for assistance,
    asistencia tecnica, asistencia tecnica requerida, asistencia solicitada, requiere asistencia,
    requerimiento de asistencia, asistencia internacional, assistance requise, assistance demandee,
    assistance technique, besoins en assistance, assistencia necessaria, assistencia requerida,
    necessidade de assistencia, assistencia tecnica, assistenza richiesta, assistenza necessaria"""
)
DIFFICULTY = _names(
    """
    dificultad, obstaculos, difficultes, challenges, difficulties, obstacles, constraints, contraintes,
    barriers, problemas, problems, limitaciones, desafios, retos, dificuldades, desafios e dificuldades,
    difficultes rencontrees, dificultades encontradas, criticita, ostacoli, issues, defis"""
)
REMARKS = _names(
    """
    observaciones, comentarios, notas, remarques, notes, comments, observacoes, notes complementaires,
    observations, remark, commentaire, comentarios observaciones, observaciones y comentarios,
    anotaciones, comments remarks, additional comments, additional information, informacion adicional,
    commento, commenti, osservazioni, osservazione, comentarios adicionais, annotazioni, notas
    aclaratorias, update, updates, last update, latest update, auditor comments, status comments,
    progress notes"""
)
INDICATORS = _names(
    """
    indicador, indicator, indicateurs, resultado esperado, expected result, indicador de resultado,
    resultats attendus, indicador de cumplimiento, indicador de gestion, performance indicator, key
    performance indicator, kpi, success indicator, indicators of success, verifiable indicators,
    objectively verifiable indicators, indicateurs de performance, indicateurs objectivement
    verifiables, indicateur de resultat, indicadores de desempenho, indicatore, indicatori, resultado,
    expected outcome, expected output, producto esperado, producto, produit attendu, resultat, livrables
    attendus, resultado esperado indicador, risultato atteso, risultati attesi"""
)
