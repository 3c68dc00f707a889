"""What happened between the agency and its clients, as people write it: short, busy, in Portuguese.

{contato} is the person there, {servico} what the deal is about, {valor} its value.
"""

from typing import Final

# stage → (type, text) of what usually happens there, in a believable order
BY_STAGE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "lead": (
        ("email", "{contato} escreveu pelo formulário do site: quer saber como funciona {servico} e se atendemos fora da cidade."),
        ("note", "Chegou por indicação. Empresa séria, decide rápido quando vê resultado. Ligar até sexta."),
        ("whatsapp", "{contato}: Oi! Vi o trabalho de vocês e gostei muito. Fazem {servico} também?"),
        ("call", "Primeira ligação com {contato}. Explicou que a última agência sumiu depois da entrega; pediu referências."),
        ("note", "Pesquisei a presença on-line: perfil parado há dois meses e site que não abre bem no celular. Bom gancho para a conversa."),
        ("whatsapp", "Oi, {contato}! Aqui é da Agência Aurora. Consegue falar 15 minutinhos amanhã à tarde?"),
        ("email", "Enviei para {contato} nosso portfólio do segmento e três casos com números."),
        ("call", "{contato} estava em reunião; pediu para retornar depois das 16h."),
        ("note", "Conheci {contato} no evento do Sebrae. Falou de {servico} ainda para este semestre."),
    ),
    "contact": (
        ("meeting", "Conversa de diagnóstico com {contato}. Principal dor: depende só do boca a boca. Quer previsibilidade de contatos por mês."),
        ("whatsapp", "{contato} mandou o logotipo e as fotos antigas. As fotos não servem, sugerir ensaio."),
        ("email", "Mandei o questionário de briefing. {contato} prometeu devolver até quarta."),
        ("call", "Tiramos dúvidas do briefing. Quem aprova é {contato}, mas o sócio precisa ver antes."),
        ("note", "Faixa de investimento que {contato} deixou escapar: algo perto de {valor}. Montar duas opções."),
        ("meeting", "Visita ao local. Espaço bonito, rende conteúdo toda semana. Equipe animada para gravar."),
        ("whatsapp", "{contato}: Segunda fica melhor pra mim, pode ser às 10h?"),
        ("email", "Briefing respondido. Público principal entre 28 e 45 anos, concorrem mais por atendimento do que por preço."),
        ("call", "Combinamos apresentar a proposta na semana que vem. {contato} quer ver cronograma e quem da equipe atende."),
    ),
    "proposal": (
        ("email", "Proposta de {servico} enviada para {contato}: {valor}, em três parcelas, primeira entrega em 30 dias."),
        ("whatsapp", "{contato}: Recebi! Vou olhar com calma e te falo até quinta."),
        ("call", "{contato} achou o escopo completo, mas perguntou se dá para tirar a manutenção mensal. Vou recalcular."),
        ("note", "Estão comparando com mais uma agência. Nosso diferencial na conversa foi o relatório mensal e o prazo."),
        ("meeting", "Apresentação da proposta por vídeo. Gostaram dos casos; o sócio pediu um exemplo de relatório."),
        ("email", "Enviei o exemplo de relatório e o contato de dois clientes que toparam dar referência."),
        ("whatsapp", "Oi, {contato}, tudo bem? Conseguiu ver a proposta com o pessoal?"),
        ("note", "Proposta aberta quatro vezes ontem, segundo {contato} está com o financeiro."),
    ),
    "negotiation": (
        ("call", "{contato} pediu 10% de desconto. Ofereci manter o valor de {valor} e incluir um mês de acompanhamento."),
        ("email", "Minuta do contrato enviada. Pontos em aberto: multa e prazo de aprovação das peças."),
        ("whatsapp", "{contato}: O jurídico devolveu com dois ajustes, te mando hoje ainda."),
        ("meeting", "Reunião com {contato} e o financeiro. Aceitam entrada de 40% se começarmos no dia 1º."),
        ("note", "Falta só a assinatura do segundo sócio, que volta de viagem na segunda."),
        ("call", "Alinhado: começa com a primeira etapa e o restante entra em aditivo. Atualizar o contrato."),
        ("whatsapp", "Contrato ajustado no seu e-mail, {contato}. Qualquer coisa me chama aqui."),
    ),
    "won": (
        ("whatsapp", "{contato}: Assinado! Bora começar \U0001f680"),
        ("email", "Contrato de {servico} assinado. Boas-vindas enviadas com o calendário das primeiras semanas."),
        ("meeting", "Reunião de início com {contato} e equipe. Acessos recebidos, primeira entrega marcada."),
        ("note", "Entrada paga. Avisar o time de criação e abrir a pasta do projeto."),
        ("call", "Acompanhamento de 15 dias: {contato} elogiou a rapidez e já perguntou sobre a próxima etapa."),
        ("email", "Primeiro relatório enviado. {contato} respondeu que vai mostrar na reunião de sócios."),
    ),
    "lost": (
        ("call", "{contato} agradeceu o cuidado, mas não vão seguir agora. Motivo: {motivo}."),
        ("email", "Respondi deixando a porta aberta e combinando retomar {servico} em alguns meses."),
        ("note", "Perdemos este: {motivo}. Retomar o contato no começo do próximo trimestre."),
    ),
}  # fmt: skip

# Between deals: what keeps a client close.
# What a new client hears first, hours after they turned up.
WELCOME: Final = (
    ("whatsapp", "Oi, {contato}! Recebemos o seu contato. Posso ligar hoje à tarde pra entender o que vocês precisam?"),
    ("email", "Boas-vindas enviadas, com o portfólio e um link pra escolher o horário da conversa."),
    ("call", "Primeira ligação. {contato} contou como chegou até nós e o que espera. Ficamos de mandar um resumo."),
)
CARE: Final = (
    ("whatsapp", "{contato}: Consegue me mandar o logo em alta? Vamos fazer uma faixa pra loja."),
    ("note", "Aniversário da empresa no mês que vem. Sugerir publicação especial."),
    ("email", "Newsletter da agência enviada. {contato} respondeu perguntando sobre vídeos curtos."),
    ("call", "Ligação de acompanhamento. Tudo certo por lá, equipe nova no atendimento."),
    ("note", "{contato} prefere ser chamado por WhatsApp, de manhã. Telefone só em urgência."),
    ("meeting", "Café com {contato}. Falou da expansão para uma segunda unidade no ano que vem."),
    ("whatsapp", "Feliz semana, {contato}! Saiu matéria sobre o setor de vocês, achei a sua cara: mando o link por e-mail."),
    ("note", "Nota fiscal vai sempre para o financeiro com cópia para {contato}."),
)  # fmt: skip
