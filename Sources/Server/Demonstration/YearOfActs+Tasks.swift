extension YearOfActs {
    /// What the measures of the demonstration's plans ask of those who lead them, and what else they did. More than was asked here, less there, and
    /// of some nothing: as a year goes.
    static func tasks() throws -> [ActTask] {
        try (ofThePublic + ofSessions + ofTrainings + ofBodies + ofMigration).split(separator: "\n").map { try ActTask(String($0)) }
    }

    private static let ofThePublic = """
        НКБТХ; event; 3; 8-9; event=capacity heads=11..24; I.1.1; Работен ден на администрацията/Обучителен ден на секретарите
        НКБТХ; event; 1; 3-3; event=fair heads=800..1400; II.1.1,29; Маратон срещу трафика на хора
        НКБТХ; media; 1; 3-3; media=announcement ownership=own; ; Предварителен анонс на маратона
        НКБТХ; media; 1; 3-3; media=press-release ownership=own; ; Съобщение за маратона
        НКБТХ,А21; media; 13; 3-5; media=publication|report ownership=earned; ; Публикация за маратона/Репортаж от маратона
        НКБТХ,А21,МЗ; distribution; 5; 3-4; copies=700..1300 distribution=street|event; II.1.1,29; Листовки на маратона
        НКБТХ; advert; 3; 3-3; advert=banner|branding surfaces=1..1 +days=20; ; Банер за маратона
        НКБТХ; advert; 2; 3-3; advert=billboard|city-light surfaces=5..9 +days=20; ; Външна реклама за маратона
        НКБТХ; advert; 1; 3-3; advert=audio-spot spots=1..1 rotations=150..190 source=outlet; ; Аудиоспот за маратона
        НКБТХ; advert; 2; 3-3; advert=online formats=2..3 outlets=2..3 impressions=90000..140000 source=platform; ; Онлайн реклама
        НКБТХ; production; 3; 2-5; material-kind=brochure copies=5000..8000; ; Брошура за труд в чужбина/Брошура за сезонни работници
        МТСП,НКБТХ; distribution; 8; 4-10; copies=600..1500 distribution=labour-office|labour-fair; II.1.2,30; Брошури в бюрото по труда
        МЗ; distribution; 5; 2-11; copies=300..700 distribution=rzi; II.1.3; Материали в РЗИ/Материали на здравни прояви
        МЗ; distribution; 3; 3-11; copies=400..900 distribution=rzi; II.1.4; Материали за кабинетите към РЗИ
        МЗ; event; 2; 5-12; event=exhibition|fair heads=60..200; II.1.4; Ден на отворените врати в кабинета/Открито изследване
        МЗ; session; 4; 3-11; audience=youth|public heads=80..240; II.1.4; Беседа за кабинетите към РЗИ
        МКБТХ,Пробно,Мислено,НКБТХ; event; 12; 7-7; event=press|exhibition heads=20..150; II.2.2,31; Събитие за 30 юли
        МКБТХ,Пробно,Мислено; distribution; 8; 7-7; copies=700..1200 distribution=street; II.2.2,31; Материали за 30 юли
        МКБТХ,Пробно,Мислено,НКБТХ; event; 8; 10-10; event=film|exhibition heads=20..150; II.2.3,32; Събитие за 18 октомври
        МКБТХ,Пробно,НКБТХ; distribution; 9; 10-10; copies=900..1500 distribution=school|street; II.2.3,32; Материали за 18 октомври
        НКБТХ; reach; 2; 10-10; reach=social reached=1500..2600 source=platform; II.2.3,32; Публикации за 18 октомври
        МВнР; distribution; 6; 2-11; copies=500..900 distribution=consular-box|embassy-site +abroad=DE|GR|IT|ES; II.3.1; Материали в консулството
        АСП; distribution; 9; 1-12; copies=400..800 distribution=asp-office; ; Материали в поделенията на АСП
        А21; distribution; 4; 2-11; copies=300..700 distribution=street|partner; II.7.1; Материали за горещата линия
        А21; event; 2; 10-10; event=march heads=90..140; II.7.5; Поход за свобода
        А21; campaign; 5; 2-11; campaign-channel=mass-media|paper; ; Кампания „Виждаш ли ме?“
        А21; reach; 3; 2-11; reach=mass-media reached=400..800 source=outlet; II.7.6; Достигнати с „Виждаш ли ме?“
        А21; campaign; 8; 2-12; campaign-channel=social; II.7.7; Кампания в социалните мрежи
        А21; reach; 5; 2-12; reach=social|online reached=350..700 source=platform; II.7.7; Достигнати в социалните мрежи
        Анимус; visits; 4; 3-12; visits=1900..2300 users=760..900 new-users=60..95 source=owner; ; Посещения на сайта

        """

    private static let ofSessions = """
        МТСП; session; 16; 3-11; audience=job-seekers place-kind=labour-office|labour-fair heads=9..22; II.1.2; Среща с търсещи работа
        МКБТХ,Пробно,Мислено; session; 13; 2-12; audience=pupils place-kind=school heads=14..28; II.2.1; Беседа в училище/Прожекция и беседа
        ГДБОП; session; 2; 5-10; audience=pupils place-kind=school heads=18..30; ; Среща с ученици в София
        МОМ; session; 13; 2-12; audience=roma|third-country-workers heads=12..25; ; Информационна среща/Модул на място
        Анимус; programme; 3; 4-11; audience=third-country-women heads=5..9 +days=30; ; Умения за сигурна работа
        А21; session; 14; 2-12; audience=pupils|students place-kind=school heads=15..29; II.7.2; Интерактивно занятие
        А21; session; 1; 5-6; audience=kindergarten heads=12..20; II.7.2; Занятие в детска градина
        А21; session; 5; 3-11; audience=youth-homes place-kind=youth-home heads=9..16; II.7.3; Занятие в ЦНСТ
        А21; session; 6; 2-11; audience=reception place-kind=reception-centre heads=10..18; II.7.4,46; Сесия в приемен център
        А21; session; 3; 4-10; audience=roma place-kind=community heads=15..30; II.7.8; Среща с медиатори и пастори
        МОН; enrolment; 3; 9-11; enrolled=2400..3100 source=ministry; ; Записани деца по области
        А21; screening; 4; 5-10; place-kind=airport spoken=80..200 with-signs=0..3; ; Проверка на летището
        ДАЗД; inspection; 2; 5-10; inspection=planned|monitoring object=social-service children=yes; ; Проверка на услуга
        МП; session; 2; 4-9; audience=students heads=20..40; ; Гостуване в университета
        ДАЗД; session; 2; 4-9; audience=parents heads=12..30; ; Среща с родители

        """

    private static let ofTrainings = """
        НКБТХ,МКБТХ; training; 18; 2-12; training-form=seminar @judge=3..7 @prosecutor=3..7 @investigator=2..6 @police=0..5; III.1.1,78; Общ семинар
        НКБТХ,МКБТХ,Пробно; training; 21; 2-12; training-form=seminar @social-worker=3..9 @police=2..6; III.1.2,81; Семинар за разпознаване и НМН
        НКБТХ; training; 3; 4-10; training-form=course @roma-mediator=14..19 +days=2; III.1.3,33; Курс за ромски медиатори
        НКБТХ; training; 1; 6-9; training-form=seminar @adviser-abroad=38..47 +abroad=DE; III.1.4,82; Обучение на консултанти
        НИП; training; 2; 5-11; training-form=seminar @judge=5..9 @prosecutor=5..9 @investigator=2..5; III.1.5; Вербуване онлайн
        НИП; module; 1; 6-9; topic=trafficking; ; Модул за трафика на хора
        МВнР; training; 2; 3-10; training-form=online @consul=8..14; III.1.7; Подготовка на консули
        НКБТХ; training; 1; 5-9; training-form=seminar @migration-officer=24..34; III.1.9,83; Семинар за дирекция „Миграция“
        МВнР; training; 2; 3-10; training-form=seminar @consul=8..12 @official=8..12; III.2.1; Обучение на дипломатическата служба
        ГДБОП; module; 2; 4-10; topic=investigation; ; Модул за разследване
        ЦИД; training; 2; 4-10; training-form=course @police=9..14 @prosecutor=3..6; III.2.2; Обучение на органите на реда
        ГДБОП; training; 1; 6-9; training-form=seminar @investigating-officer=40..55; III.2.3; Семинар по дела за трафик
        НКБТХ; training; 1; 4-9; training-form=seminar @social-worker=28..36; III.4.1,84; Семинар за екипите на услугите
        ДАБ; training; 1; 5-8; training-form=seminar @reception-worker=9..12 @registrar=6..9; III.5.1,77; Семинар в РПЦ
        АСП; training; 2; 3-10; training-form=seminar @child-protection=18..29; III.6.1; Разпознаване и подкрепа
        АСП; training; 2; 3-10; training-form=seminar @child-protection=15..25; III.7.1; Закрила на деца
        МОН; training; 3; 3-11; training-form=course @teacher=15..24; ; Обучение на педагози
        ЦИД; training; 2; 3-10; training-form=seminar @ngo-worker=8..14 @lawyer=2..6; III.9.1; Обучение за неправителствени организации
        ЦИД; training; 1; 5-10; training-form=seminar @ngo-worker=8..14; III.10.1; Обучение за подкрепа
        Анимус,ЦИД; attestation; 2; 2-5; +open; ; Стандарти за грижа за екипа
        Анимус; training; 2; 3-10; training-form=course @volunteer=6..9; III.13.1; Обучение на доброволци
        А21; training; 7; 2-11; training-form=seminar @ngo-worker=6..12 @social-worker=3..7; III.14.1; Обучение на специалисти
        А21; training; 2; 4-9; training-form=on-the-job @conductor=14..20 @driver=9..16; III.14.3; Обучение в транспорта
        А21; training; 1; 4-9; training-form=course @hotline-operator=9..14; III.14.4; Обучение на оператори
        Анимус; training; 1; 4-9; training-form=course @hotline-operator=11..17; III.14.5; Обучение на дежурните по линията
        НСлС; training; 2; 4-11; training-form=seminar @investigator=12..20; ; Вътрешно обучение на следователи
        МП; training; 1; 4-11; training-form=seminar @lawyer=9..15; ; Обучение по правна помощ

        """

    private static let ofBodies = """
        НКБТХ; meeting; 1; 9-11; meeting=national heads=60..90; ; Обща среща на институциите
        НКБТХ; participation; 8; 1-12; format=inter-ministerial|working-group level=expert *report-delivered=3..20; ; Участие в работна група
        НКБТХ; document; 9; 1-12; document=opinion|position|proposal; ; Становище/Предложение/Позиция
        НКБТХ; document; 1; 9-12; document=trend-analysis; V.1.1; Анализ на тенденциите
        НКБТХ; meeting; 6; 2-11; meeting=expert heads=8..18; ; Експертна среща с Германия
        НКБТХ; meeting; 1; 6-10; meeting=conference heads=40..80; ; Конференция
        ДАЗД; meeting; 3; 2-11; meeting=coordination heads=6..14; IV.1.2; Среща по Координационния механизъм
        МВнР; meeting; 1; 4-10; meeting=coordination heads=6..14; ; Среща за връщане на деца
        ДАЗД; meeting; 2; 3-11; meeting=expert|bilateral heads=5..12; VI.3.1; Работна среща за линията за деца
        ДАЗД; consultation; 26; 1-12; partner=DE|FR|GR|IT|GB topic=child-trafficking; ; Консултация с чужда социална служба
        ДАЗД; document; 24; 1-12; document=letter topic=child-trafficking; ; Писмо по случай
        А21; document; 1; 11-12; document=report; ; Годишен доклад на горещата линия
        ИА ГИТ; request-received; 64; 1-12; request=imi partner=DE|FR|AT|NL|BE *answered=4..40; ; Запитване през ИСВП
        ИА ГИТ; request-sent; 6; 1-12; request=imi partner=DE|FR|AT *answer-received=9..60; ; Наше запитване през ИСВП
        МП; legislation; 1; 2-2; law=criminal-code *draft=20..30 *coordinated=60..70 *parliament=120..140 *gazette=170..190; ; Изменения в НК
        МП; agreement; 1; 4-6; agreement=memorandum partner=RO *draft=20..40; ; Меморандум с Румъния

        """

    private static let ofMigration = """
        МТСП; legislation; 1; 3-3; law=labour-migration *proposal=10..20 *draft=50..60; ; Изменения в закона за трудовата миграция
        ДМ; document; 1; 10-12; document=analysis topic=migration; ; Анализ на трудовата миграция
        ДМ; meeting; 3; 2-11; meeting=expert heads=5..12; 2; Среща по трудова миграция
        МТСП; agreement; 1; 3-4; agreement=labour-migration partner=UZ *draft=20..30 *signed=90..160; ; Спогодба за трудова миграция
        ДАЗД; document; 1; 11-12; document=report topic=child-trafficking; ; Годишен мониторинг
        МОН; campaign; 4; 4-10; campaign-channel=present|paper; ; Кампания за прием в училище
        МОН; document; 1; 5-9; document=teaching-aid; ; Помагало по български език
        МВР; participation; 5; 2-11; format=empact *report-delivered=3..20; 26; Ден за съвместни действия
        ДМ; contract; 10; 1-6; contract=supply|works|service +open; ; Договор за дома за чужденци
        ДМ; occurrence; 12; 1-12; topic=migration; 37; Месец с допълнителна охрана
        МВР; document; 1; 10-12; document=plan topic=asylum; ; Национален план по Пакта
        ДАБ; document; 4; 2-11; document=opinion|position topic=asylum; ; Становище по убежището
        ДАБ; participation; 5; 2-11; format=council-body topic=asylum *report-delivered=2..15; ; Заседание в Съвета на ЕС
        ДАБ; participation; 4; 2-11; format=euaa topic=asylum *report-delivered=2..15; ; Среща на АЕСУ
        ДАБ; project; 2; 1-4; project-role=lead|partner +open *reported=180..230; ; Проект за условията на прием
        ДАБ; document; 1; 6-9; document=rules topic=asylum; ; Вътрешни правила
        ДАБ; inspection; 3; 3-10; inspection=planned object=reception-centre; 61; Проверка в център
        МВР; participation; 2; 3-10; format=colep *report-delivered=3..20; 64; Среща по COLEP
        МВР; participation; 3; 3-10; format=budapest-process *report-delivered=3..20; 65; Среща от Будапещенския процес
        МВР,ДМ; participation; 24; 1-12; format=crisis-network online=yes|no; 72; Среща на мрежата
        МВР; document; 18; 1-12; document=information topic=migration; ; Информация за мрежата
        МВР; document; 14; 1-12; document=contribution topic=migration; ; Принос към доклад
        МВР; participation; 7; 1-12; format=videoconference; 73; Видеоконференция за Западните Балкани
        МВР; document; 5; 1-12; document=memo topic=migration; ; Докладна записка
        ГДГП; training; 3; 3-10; training-form=seminar @border-police=14..25; 76; Семинар с външни експерти
        ГДГП; training; 3; 3-10; training-form=course @border-police=9..16; 71; Обучение по връщането
        ДМ; training; 1; 4-9; training-form=course @migration-officer=6..11; ; Обучение за FAR и RIAT
        МВР; agreement; 2; 2-6; agreement=readmission partner=TR|MD *draft=20..60 *signed=120..170; ; Споразумение за реадмисия
        """
}
