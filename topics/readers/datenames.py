"""What columns of dates are called: day of publication first, then of making, then of changing.

The names are those of schema.org, news-please, NewsAPI, the Guardian and the New York Times, Media
Cloud, GDELT, RSS, Atom and Dublin Core, WordPress, Twitter, Reddit, Telegram and YouTube, Factiva,
Nexis and ProQuest, and of tables in the languages of `topics.readers.months`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from topics.readers.datecells import is_missing, tell
from topics.readers.months import fold

_PUBLISHED = """
date datepublished publisheddate publicationdate publishdate datepublish pubdate publishedat
publishedon publishedtime publicationtime publicationdatetime publishtime published
webpublicationdate dateofpublication firstpublished firstpublicationdate firstpublishedat
originaldate originallypublished datetimepub articlepublishedtime ogarticlepublishedtime
articledate storydate
newsdate issuedate dateissued issued releasedate datereleased releasedat pubdatetime
wppostdate postdate wppostdategmt postdategmt posteddate dateposted postedat postedon posted
dcdate dcdateissued dctermsissued dctermsdate sqldate eventdate seendate speechdate dateofspeech
sittingdate meetingdate documentdate docdate messagedate tweetdate pd airdate broadcastdate
datum erscheinungsdatum erscheinungstag veroffentlichungsdatum veroffentlicht veroffentlichtam
publikationsdatum publicatiedatum datumvydani
дата датапубликации датапублікації датавыхода опубликовано опубліковано датанапубликуване
датапублікацыі даталық күні жарияланғанкүні күн датажарияланған сана санаси
fecha fechadepublicacion fechapublicacion fechapublicado
datapublikacji datadipubblicazione datapubblicazione datadepublicacao datapublicacao
datedepublication datepublication datedeparution dateparution publiele
tarih yayintarihi yayimtarihi tarix nəsrtarixi nesrtarixi sanasi chopsanasi kuni
تاريخ التاريخ تاريخالنشر تاریخ تاریخانتشار
日期 发布日期 发布时间 发表日期 出版日期 發布日期 發佈日期 發布時間 日付 公開日 掲載日 発行日
날짜 발행일 게시일 작성일 보도일자 일자
"""
_MADE = """
datecreated createddate creationdate createdat created createdutc createdtime createtime
creationtime dctermscreated datetime timestamp tweetcreatedat postcreated postcreateddate
uploaddate dateuploaded uploadedat dateunixtime utcdate datetimeutc takenat ts
erstellungsdatum fechadecreacion
"""
_CHANGED = """
datemodified modifieddate modificationdate lastmodified datemodify modifiedat modified
articlemodifiedtime dctermsmodified postmodified postmodifiedgmt wppostmodified dateupdated
updateddate updatedat lastupdated lastupdate updated updatedate edited edittime
datedownload downloaddate datedownloaded downloadedat downloaded loaddate crawldate datecrawled
crawledat crawled accessdate dateaccessed accessedat retrieved retrievedat dateretrieved
retrievaldate scrapedat scrapeddate datescraped fetchedat fetchdate indexdate indexeddate
collectdate collectedat warcdate dateindexed dateadded addeddate addedat accessed
"""
_ONLY_IF_DAYS = """
data day dia giorno jour dzien tag time when sana kun kuni күн pd posted issued created updated
edited ts
"""


@lru_cache(maxsize=4096)
def bare_name(column: str) -> str:
    """Bring the name of a column to small letters without blanks and marks.

    >>> bare_name("Publication Date"), bare_name("wp:post_date"), bare_name("Veröffentlicht am")
    ('publicationdate', 'wppostdate', 'veroffentlichtam')
    """
    return re.sub(r"[\W_]+", "", fold(column))


_IN_ORDER = f"{_PUBLISHED} data {_MADE} day dia giorno jour dzien tag when time {_CHANGED}"
_RANK = {bare_name(name): rank for rank, name in reversed(list(enumerate(_IN_ORDER.split())))}
_CHANGES = frozenset(map(bare_name, _CHANGED.split()))
_UNSURE = frozenset(map(bare_name, _ONLY_IF_DAYS.split()))


def date_column(columns: Iterable[str], row: Mapping[str, Any]) -> str | None:
    """Return the column that is the date of publication, or comes nearest to it.

    Parameters
    ----------
    columns : iterable of str
        Names of columns, in their order.
    row : mapping
        Values of the first row: a column called ``data`` or ``time`` is taken only where it
        holds a day.

    Examples
    --------
    >>> date_column(["date_download", "date_publish"], {}), date_column(["data", "n"], {})
    ('date_publish', None)
    >>> date_column(["data"], {"data": "18 marzo 2024"})
    'data'
    """
    ranked = [(_RANK[name], column) for column in columns if (name := bare_name(column)) in _RANK]
    for _, column in sorted(ranked, key=lambda pair: pair[0]):
        if bare_name(column) not in _UNSURE or tell(row.get(column)) is not None:
            return column
    return None


def is_unsure(columns: Iterable[str], row: Mapping[str, Any]) -> bool:
    """Say whether a later row may show that a column is the date, which this row leaves open."""
    return any(bare_name(name) in _UNSURE and is_missing(row.get(name)) for name in columns)


def is_of_change(column: str) -> bool:
    """Say whether a name is that of the day of a change or a download, not of publication."""
    return bare_name(column) in _CHANGES
