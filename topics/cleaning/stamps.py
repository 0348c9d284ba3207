"""Lines that say when a page was published, in the languages whose months are known."""

import re
from collections.abc import Iterable
from datetime import date

from topics.readers.dates import find_date, parse_date

# Latin letters first, from English to Indonesian, then Greek, Cyrillic and other scripts
_PUBLISHED = """
first published|originally published|published|publication date|release date|posted|created
uploaded|issued|date
veröffentlicht|erstveröffentlicht|veröffentlichungsdatum|erschienen|erstellt|publiziert|datum
publié|publiée|mis en ligne|mise en ligne|paru|posté|date de publication|date de parution
publicado|publicada|fecha de publicación|fecha|creado
data de publicação|data da publicação|postado|criado|data
pubblicato|pubblicata|data di pubblicazione|data pubblicazione
gepubliceerd|gepubliceerd op|geplaatst|publicatiedatum|publicat|data de publicació
offentliggjort|publiceret|udgivet|publisert|publicerad|publicerat|julkaistu|avaldatud|publicēts
paskelbta|publikuota|opublikowano|opublikowany|data publikacji|dodano|utworzono
publikováno|zveřejněno|vydáno|datum vydání|publikované|zverejnené|objavljeno|objavljen
közzétéve|megjelent|publikálva|publicat|publicată|data publicării|δημοσιεύθηκε|δημοσιεύτηκε
δημοσίευση|ημερομηνία|yayınlanma tarihi|yayınlanma|yayımlanma tarihi|yayın tarihi|giriş tarihi
oluşturulma tarihi|eklenme tarihi|tarih|dərc olunub|dərc edilib|yayımlanıb|tarix
çap edildi|chop etilgan|eʼlon qilingan|e'lon qilingan|sana
diterbitkan|dipublikasikan|tayang
опубликовано|опубликована|дата публикации|размещено|создано|добавлено|дата
опубліковано|дата публікації|апублікавана|дата публікацыі|публикувано|публикувана|објавено
објављено|жарияланды|жарияланған күні|жарияланған|жарыяланган|жарыяланды|нашр шуд|чоп этилган
פורסם|תאריך פרסום|نُشر|نشر|تاريخ النشر|تم النشر|تاریخ انتشار|منتشر شده|انتشار|شائع|تاریخ اشاعت
प्रकाशित|հրապարակված|հրապարակվել է|გამოქვეყნდა|გამოქვეყნებულია
发布时间|发布日期|发布于|发表时间|发表于|發布時間|發佈時間|發布於|發佈於|發表於|日期|时间|時間
公開日時|公開日|掲載日|配信日時|配信|投稿日|発行日|公開|기사입력|입력|등록|게시일|작성일|발행일|승인|송고
"""
_CHANGED = """
last updated|last modified|updated|modified
zuletzt aktualisiert|letzte aktualisierung|aktualisiert|geändert|stand
dernière mise à jour|mis à jour|mise à jour|modifié|actualisé
última actualización|actualizado|última modificación|modificado|última atualização|atualizado
ultimo aggiornamento|aggiornato|aggiornata|ultima modifica|modificato
laatst bijgewerkt|bijgewerkt|laatste update|gewijzigd|actualitzat
sidst opdateret|opdateret|sist oppdatert|oppdatert|senast uppdaterad|uppdaterad|päivitetty
muokattu|uuendatud|atjaunots|atnaujinta|ostatnia aktualizacja|aktualizacja|zaktualizowano
aktualizováno|aktualizované|upraveno|posodobljeno|ažurirano|frissítve|módosítva|actualizat
ultima actualizare|τελευταία ενημέρωση|ενημερώθηκε|ενημέρωση|son güncelleme|güncelleme tarihi
güncelleme|güncellenme tarihi|güncellendi|yenilənib|yangilangan|diperbarui|diperbaharui
последнее обновление|обновлено|изменено|оновлено|останнє оновлення|змінено|абноўлена|обновено
ажурирано|жаңартылды|жаңартылған|жаңыртылган|янгиланган
עודכן|עדכון אחרון|آخر تحديث|تم التحديث|تحديث|آخرین به‌روزرسانی|به‌روزرسانی|अपडेट|अद्यतन
թարմացվել է|განახლდა|更新时间|更新時間|更新於|更新于|最后更新|最後更新
最終更新日|最終更新|更新日|更新|최종수정|최종 수정|수정|업데이트
"""
_LITTLE = "on|at|date|am|le|el|em|il|op|den|dne|dnia|la|в|от|на|på|i"
_BY = "by|written by|posted by|author|von|par|por|door|di|af|av|autor|autorin|auteur|autore"
_BY += "|автор|авторы|yazan|muallif|муаллиф|кем"


def _any_of(words: Iterable[str]) -> str:
    # the longest first: "mise" would stop before "mise à jour"
    return "|".join(
        re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))
    )


_CHANGES = frozenset(_CHANGED.replace("\n", "|").strip("|").split("|"))
_WORDS = _any_of([*_PUBLISHED.replace("\n", "|").strip("|").split("|"), *_CHANGES])
_STAMP = re.compile(rf"(?i:(?P<what>{_WORDS})(?:\s(?:{_LITTLE}))?\s?[:：]?\s*)(?P<rest>.{{6,80}})")
_BESIDE_A_DATE = re.compile(
    r"(?i)\d{1,2}[:.]\d\d(?:[:.]\d\d)?|\b(?:[ap]\.?m\b\.?|(?:gmt|utc|[ecmp][sd]t|ist|cet|cest|bst"
    r"|at|on|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|updated"
    r"|last|first|hrs?|local|time|t|z|uhr|klo|kl)\b)"
    rf"|(?<!\w)(?:{_WORDS})(?:\s(?:{_LITTLE})\b)?"
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_BYLINE = re.compile(rf"(?i:{_BY}):?\s(?=[^\W\d_a-zа-я])(?!.*\.$)")


def stamp_of(line: str) -> tuple[date, bool] | None:
    """Read a line that is about nothing but a day: the day, and whether it is that of a change.

    >>> stamp_of("Zuletzt aktualisiert: 18. März 2024, 10:30 Uhr")
    (datetime.date(2024, 3, 18), True)
    >>> stamp_of("Опубликовано 18 марта 2024"), stamp_of("Since 18 March 2024")
    ((datetime.date(2024, 3, 18), False), None)
    """
    if not (8 <= len(line) <= 120 and _YEAR.search(line) and line.count(" ") <= 16):
        return None
    stamp = _STAMP.fullmatch(line)
    day = _only_a_date(stamp["rest"] if stamp else line) or _date_in_byline(line)
    if day is None:
        return None
    return day, stamp is not None and stamp["what"].lower() in _CHANGES


def gives_a_day(line: str) -> bool:
    """Say whether a line is about nothing but the day of publication.

    >>> gives_a_day("First published on 18 March 2024"), gives_a_day("Since 18 March 2024")
    (True, False)
    """
    return stamp_of(line) is not None


def _date_in_byline(line: str) -> date | None:
    if not _BYLINE.match(line) and not ("|" in line and line.count(" ") < 14):
        return None
    found = find_date(line)
    return found[0] if found else None


def _only_a_date(text: str) -> date | None:
    day = parse_date(text.strip(" .,;|()"))
    found = None if day else find_date(text)
    if found is None:
        return day
    rest = _BESIDE_A_DATE.sub("", text[: found[1]] + "\n" + text[found[2] :])
    other = find_date(rest)
    if other is not None:
        rest = rest[: other[1]] + rest[other[2] :]
    return None if re.search(r"\w", rest) else found[0]
