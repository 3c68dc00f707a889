"""Who is in the demo: the agency's own people, its clients and the people there. All of it is invented."""

from dataclasses import dataclass, field
from typing import Final

COLLEAGUES: Final = (
    # full name, mailbox, role
    ("Marina Azevedo", "demo", "owner"),
    ("Bruno Tavares", "bruno", "manager"),
    ("Camila Prado", "camila", "member"),
    ("Rafael Nogueira", "rafael", "member"),
)
AGENCY: Final = "Agência Aurora"
DOMAIN: Final = "agenciaaurora.com.br"
DEMO_EMAIL: Final = f"demo@{DOMAIN}"
DEMO_PASSWORD: Final = "aurora-boreal-2026"  # printed at every start; production refuses to load it


@dataclass(frozen=True, slots=True)
class DemoClient:
    """people: (full name, role); a person client has none beside themselves. line: what the deals are about."""

    name: str
    line: str
    city: str
    state: str
    area_code: int
    address: str
    domain: str = ""
    people: tuple[tuple[str, str], ...] = ()
    source: str = "Indicação"
    tags: tuple[str, ...] = field(default=())
    is_person: bool = False


C = DemoClient
CLIENTS: Final = (
    C("Padaria Grão Dourado", "food", "São Paulo", "SP", 11, "Rua Augusta, 1420, Consolação", "graodourado.com.br", (("Helena Moura", "Proprietária"), ("Tiago Sales", "Gerente")), "Instagram", ("alimentação", "recorrente")),
    C("Clínica Sorriso Pleno", "health", "Campinas", "SP", 19, "Av. Norte-Sul, 880, Cambuí", "sorrisopleno.com.br", (("Dra. Patrícia Lemos", "Diretora clínica"), ("Juliana Reis", "Recepção e agenda")), "Indicação", ("saúde",)),
    C("Construtora Horizonte Azul", "building", "Belo Horizonte", "MG", 31, "Av. Afonso Pena, 3111, Funcionários", "horizonteazul.com.br", (("Marcelo Figueiredo", "Diretor comercial"), ("Aline Castro", "Coordenadora de marketing")), "Evento", ("imóveis", "conta grande")),
    C("Escola Pequeno Cientista", "school", "Curitiba", "PR", 41, "Rua XV de Novembro, 2270, Alto da XV", "pequenocientista.com.br", (("Sandra Beltrão", "Diretora"), ("Felipe Motta", "Secretaria")), "Google", ("educação", "recorrente")),
    C("Vinícola Serra Clara", "food", "Bento Gonçalves", "RS", 54, "Linha Leopoldina, 450, Vale dos Vinhedos", "serraclara.com.br", (("Eduardo Zanini", "Sócio"), ("Carla Fontana", "Enoturismo")), "Feira", ("alimentação", "e-commerce")),
    C("Academia Corpo em Dia", "fitness", "Rio de Janeiro", "RJ", 21, "Rua Voluntários da Pátria, 190, Botafogo", "corpoemdia.com.br", (("Rodrigo Paiva", "Sócio"),), "Instagram", ("bem-estar",)),
    C("Lima & Duarte Advogados", "law", "Brasília", "DF", 61, "SHS Quadra 6, Bloco C, Asa Sul", "limaduarte.adv.br", (("Dr. Otávio Lima", "Sócio"), ("Renata Duarte", "Sócia")), "Indicação", ("serviços",)),
    C("Hotel Mar de Dentro", "hotel", "Porto Seguro", "BA", 73, "Av. Beira-Mar, 6000, Taperapuã", "mardedentro.com.br", (("Cristina Alencar", "Gerente geral"), ("Igor Bastos", "Reservas")), "Google", ("turismo", "sazonal")),
    C("Cafeteria Torra Lenta", "food", "Vitória", "ES", 27, "Rua Joaquim Lírio, 515, Praia do Canto", "torralenta.com.br", (("Bianca Furtado", "Proprietária"),), "Instagram", ("alimentação",)),
    C("Móveis Raiz de Cedro", "retail", "São Bento do Sul", "SC", 47, "Rua Barão do Rio Branco, 77, Centro", "raizdecedro.com.br", (("Otto Hübner", "Diretor"), ("Fernanda Kluge", "E-commerce")), "Feira", ("varejo", "e-commerce")),
    C("Pet Shop Amigo Fiel", "retail", "Goiânia", "GO", 62, "Av. T-63, 1200, Setor Bueno", "petamigofiel.com.br", (("Lorena Braga", "Proprietária"), ("Davi Rezende", "Loja")), "Indicação", ("varejo",)),
    C("Transportes Rota Certa", "industry", "Joinville", "SC", 47, "Rua Dona Francisca, 8300, Distrito Industrial", "rotacerta.com.br", (("Gilberto Schmitt", "Diretor"), ("Paula Weber", "RH e marketing")), "LinkedIn", ("indústria", "conta grande")),
    C("Imobiliária Casa Nova", "building", "Florianópolis", "SC", 48, "Rua Bocaiúva, 2125, Centro", "casanovafloripa.com.br", (("Simone Vieira", "Gerente"), ("André Luz", "Corretor-chefe")), "Google", ("imóveis",)),
    C("Restaurante Sabor da Terra", "food", "Recife", "PE", 81, "Rua do Bom Jesus, 183, Recife Antigo", "sabordaterra.com.br", (("Chef Amaro Pessoa", "Sócio"), ("Luciana Pontes", "Administração")), "Instagram", ("alimentação",)),
    C("Laboratório Vida Análises", "health", "Ribeirão Preto", "SP", 16, "Av. Presidente Vargas, 1345, Jardim Sumaré", "vidaanalises.com.br", (("Dr. Hélio Sampaio", "Diretor técnico"), ("Marta Correia", "Marketing")), "Evento", ("saúde", "conta grande")),
    C("Moda Flor de Lis", "retail", "Fortaleza", "CE", 85, "Rua Ana Bilhar, 600, Meireles", "flordelismoda.com.br", (("Yasmin Araújo", "Estilista"), ("Gustavo Melo", "Operações")), "Instagram", ("varejo", "e-commerce")),
    C("Auto Center Paulista", "retail", "Santos", "SP", 13, "Av. Ana Costa, 311, Gonzaga", "autocenterpaulista.com.br", (("Wagner Dias", "Proprietário"),), "Google", ("varejo",)),
    C("Instituto Semear", "school", "Salvador", "BA", 71, "Rua Chile, 22, Centro Histórico", "institutosemear.org.br", (("Neide Conceição", "Coordenadora"), ("Caio Matos", "Captação")), "Indicação", ("terceiro setor",)),
    C("Energia Solar do Vale", "industry", "São José dos Campos", "SP", 12, "Av. Cassiano Ricardo, 601, Jardim Aquarius", "solardovale.com.br", (("Vinícius Andrade", "Diretor"), ("Tatiane Rocha", "Vendas")), "LinkedIn", ("indústria",)),
    C("Odonto Kids", "health", "Londrina", "PR", 43, "Rua Souza Naves, 771, Centro", "odontokids.com.br", (("Dra. Larissa Peixoto", "Sócia"),), "Instagram", ("saúde",)),
    C("Cervejaria Pedra Alta", "food", "Petrópolis", "RJ", 24, "Estrada União e Indústria, 9153, Itaipava", "pedraalta.com.br", (("Murilo Werneck", "Mestre cervejeiro"), ("Isabela Nunes", "Eventos")), "Feira", ("alimentação",)),
    C("Contábil Exata", "law", "Uberlândia", "MG", 34, "Av. João Naves de Ávila, 1331, Saraiva", "contabilexata.com.br", (("Sérgio Mendonça", "Sócio"), ("Rita Carvalho", "Atendimento")), "Indicação", ("serviços", "recorrente")),
    C("Spa Essência Urbana", "fitness", "São Paulo", "SP", 11, "Rua Oscar Freire, 909, Jardins", "essenciaurbana.com.br", (("Débora Salgado", "Proprietária"), ("Nina Prates", "Recepção")), "Google", ("bem-estar",)),
    C("Metalúrgica Ferro Forte", "industry", "Caxias do Sul", "RS", 54, "Rua Matteo Gianella, 1400, Santa Catarina", "ferroforte.ind.br", (("Ivo Bertolini", "Diretor industrial"), ("Raquel Tonetto", "Compras")), "LinkedIn", ("indústria",)),
    C("Buffet Doce Encontro", "food", "Sorocaba", "SP", 15, "Av. Barão de Tatuí, 540, Vergueiro", "doceencontro.com.br", (("Marlene Pires", "Proprietária"),), "Indicação", ("alimentação", "sazonal")),
    C("Colégio Dom Bosco Sul", "school", "Porto Alegre", "RS", 51, "Av. Cavalhada, 2550, Cavalhada", "dombososul.com.br", (("Irmã Lúcia Ferraz", "Direção"), ("Leonardo Gomes", "Comunicação")), "Google", ("educação", "conta grande")),
    C("Ótica Visão Clara", "retail", "Natal", "RN", 84, "Av. Prudente de Morais, 744, Tirol", "visaoclara.com.br", (("Jorge Medeiros", "Proprietário"), ("Kelly Dantas", "Gerente")), "Instagram", ("varejo",)),
    C("Pousada Recanto das Águas", "hotel", "Bonito", "MS", 67, "Rodovia MS-178, km 5", "recantodasaguas.com.br", (("Sônia Albuquerque", "Proprietária"),), "Google", ("turismo", "sazonal")),
    C("Fazenda Bom Retiro Orgânicos", "food", "Botucatu", "SP", 14, "Estrada Municipal, km 12, Rubião Júnior", "bomretiroorganicos.com.br", (("Antônio Barreto", "Produtor"), ("Clara Barreto", "Assinaturas")), "Indicação", ("alimentação", "e-commerce")),
    C("Studio Arquitetura Linha Viva", "building", "São Paulo", "SP", 11, "Rua Harmonia, 321, Vila Madalena", "linhaviva.arq.br", (("Beatriz Kuhn", "Arquiteta"), ("Pedro Assis", "Arquiteto")), "Instagram", ("serviços",)),
    C("Farmácia Bem Viver", "health", "Maringá", "PR", 44, "Av. Brasil, 4020, Zona 1", "farmaciabemviver.com.br", (("Cláudio Yamada", "Sócio"), ("Rosana Yamada", "Sócia")), "Evento", ("saúde", "varejo")),
    C("Gráfica Cor & Forma", "industry", "Guarulhos", "SP", 11, "Rua Capitão Gabriel, 98, Centro", "coreforma.com.br", (("Nelson Prado", "Diretor"),), "LinkedIn", ("indústria",)),
    C("Surf School Onda Certa", "fitness", "Itacaré", "BA", 73, "Praia da Concha, 15", "ondacerta.com.br", (("Kauã Ribeiro", "Fundador"),), "Instagram", ("turismo",)),
    C("TechVerde Sistemas", "industry", "Campina Grande", "PB", 83, "Rua Aprígio Veloso, 882, Universitário", "techverde.com.br", (("Daniela Queiroz", "CEO"), ("Hugo Farias", "Marketing")), "LinkedIn", ("tecnologia",)),
    C("Floricultura Jardim Secreto", "retail", "Niterói", "RJ", 21, "Rua Moreira César, 229, Icaraí", "jardimsecreto.com.br", (("Vera Lúcia Antunes", "Proprietária"),), "Instagram", ("varejo", "sazonal")),
    C("Dra. Fabiana Torres", "health", "Belo Horizonte", "MG", 31, "Rua Timbiras, 1754, Lourdes", "drafabianatorres.com.br", (), "Indicação", ("saúde",), is_person=True),
    C("Paulo Henrique Lobo", "law", "São Paulo", "SP", 11, "Rua Pamplona, 145, Bela Vista", "", (), "LinkedIn", ("serviços",), is_person=True),
    C("Mirela Santana Fotografia", "retail", "Aracaju", "SE", 79, "Rua Pacatuba, 254, Centro", "mirelasantana.com.br", (("Mirela Santana", "Fotógrafa"),), "Instagram", ("serviços",)),
    C("Nutri Camila Freitas", "health", "Cuiabá", "MT", 65, "Av. do CPA, 1909, Bosque da Saúde", "", (), "Instagram", ("saúde",), is_person=True),
    C("Orquestra Jovem do Cerrado", "school", "Anápolis", "GO", 62, "Praça Bom Jesus, 101, Centro", "orquestracerrado.org.br", (("Maestro Ricardo Leal", "Regente"), ("Tereza Brandão", "Produção")), "Evento", ("terceiro setor",)),
)  # fmt: skip

SERVICES: Final = {
    # line → (what is sold, typical value in reais)
    "food": (("Gestão de redes sociais", 3_800), ("Cardápio digital e fotos", 6_500), ("Loja virtual", 18_900), ("Campanha de fim de ano", 9_700)),
    "health": (("Site com agendamento on-line", 14_500), ("Tráfego pago para novos pacientes", 5_200), ("Identidade visual", 8_900), ("Conteúdo mensal para Instagram", 3_400)),
    "building": (("Lançamento de empreendimento", 62_000), ("Site com busca de imóveis", 27_500), ("Tour virtual e vídeo aéreo", 15_800), ("Gestão de anúncios", 7_900)),
    "school": (("Campanha de matrículas", 21_000), ("Novo site institucional", 19_400), ("Vídeo institucional", 13_200)),
    "fitness": (("Campanha de verão", 8_400), ("Gestão de redes sociais", 4_100), ("Aplicativo de aulas: identidade", 12_600)),
    "law": (("Site institucional", 11_800), ("Artigos e LinkedIn", 3_600), ("Reposicionamento de marca", 24_000)),
    "hotel": (("Motor de reservas no site", 22_300), ("Campanha de baixa temporada", 10_900), ("Ensaio fotográfico", 7_200)),
    "retail": (("Loja virtual", 23_700), ("Campanha de Dia das Mães", 8_800), ("Gestão de tráfego", 4_900), ("Identidade visual", 9_900)),
    "industry": (("Site em três idiomas", 31_000), ("Catálogo técnico digital", 16_400), ("Marca empregadora", 28_000), ("Geração de leads no LinkedIn", 6_800)),
}  # fmt: skip
LOST_REASONS: Final = (
    "Orçamento acima do previsto", "Escolheu outra agência", "Projeto adiado para o próximo ano", "Vai fazer internamente",
    "Parou de responder", "Prazo não atendia",
)  # fmt: skip
