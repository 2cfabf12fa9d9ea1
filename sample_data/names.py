"""Names as they are given in England and Wales, by the naming custom of a family.

Shares follow the population roughly and over-represent smaller groups, so that each custom is tested; they are an assumption.
A custom says how a surname is carried: shared by the family, a woman's own (Polish endings, Kaur and Singh, Begum), or each
person's own. Nicknames and transliterations are what another agency writes for the same name.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Custom:
    """A naming custom: its share, forenames by sex, surnames, and how a surname is carried."""

    name: str
    share: float
    female: tuple
    male: tuple
    surnames: tuple
    carried: str = "shared"          # shared, ending (-ski, -ska), religious (Kaur, Singh), honorific (Begum, Khatun)
    ethnicity: str = "White British"
    language: str = "English"


def _n(words: str) -> tuple:
    return tuple(words.split())


ENGLISH_F = _n("Olivia Amelia Isla Emily Charlotte Chloe Jessica Sophie Hannah Lauren Rebecca Gemma Kelly Stacey Donna Tracey Leanne Natalie "
               "Samantha Victoria Elizabeth Katherine Margaret Susan Julie Karen Lisa Michelle Nicola Joanne Sarah Claire Emma Laura Rachel "
               "Danielle Kirsty Hayley Zoe Abigail Molly Lucy Ellie Grace Poppy Daisy Freya Evie Ruby Lily Holly Jade Paige Amber Bethany")
ENGLISH_M = _n("Oliver George Harry Jack Jacob Charlie Thomas Oscar William James Daniel Joshua Matthew Christopher Andrew Mark Paul Stephen "
               "David Michael Robert Richard Peter Kevin Darren Lee Craig Wayne Dean Gary Jason Scott Adam Luke Ryan Liam Connor Kyle "
               "Jordan Nathan Aaron Lewis Callum Bradley Alfie Archie Freddie Leo Noah Ethan Mason Tyler Jamie Ashley Simon Anthony Edward")
ENGLISH_S = _n("Smith Jones Taylor Brown Wilson Johnson Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin "
               "Jackson Clarke Clark Turner Hill Cooper Ward Morris Moore Baker Harrison King Watson Allen Parker Carter Mitchell Phillips "
               "Shaw Bennett Cook Marshall Richardson Bailey Bell Collins Adams Webb Barker Mason Fisher Chapman Holmes Lowe Barnes Dixon Ellis "
               "Knight Palmer Hargreaves Ramsbottom Entwistle Ogden Fairclough Pickles Sutcliffe Greenhalgh Hibbert Tattersall Winterbottom "
               "Ashworth Blezard Crompton Duxbury Eastham Farnworth Grimshaw Haworth Isherwood Kershaw Lomax Nuttall Openshaw Pilkington Rigby "
               "Saxon Thornley Unsworth Wolstenholme Yates Alcott Brimble Cadwell Dunstone Elphick Frampton Gosney Hebden Inskip Jephcott "
               "Kettlewell Lathbury Mossop Northcott Overend Penhale Quarmby Rowntree Stanniforth Tinsley Underhay Vickers Whitlock Yarwood")
CUSTOMS = (
    Custom("English", .58, ENGLISH_F, ENGLISH_M, ENGLISH_S),
    Custom("Welsh", .05, _n("Carys Megan Sian Rhiannon Bethan Cerys Angharad Ffion Nia Elin Catrin Eleri Lowri Mair Gwen"),
           _n("Rhys Dylan Gareth Owain Ieuan Huw Gethin Emrys Geraint Aled Iwan Dafydd Llew Macsen Steffan"),
           _n("Jones Davies Evans Williams Thomas Roberts Griffiths Price Morgan Powell Pugh Bevan Llewellyn Prosser Gwilym Parry Vaughan")),
    Custom("Irish", .06, _n("Siobhan Niamh Aoife Ciara Orla Sinead Roisin Maeve Bridget Caoimhe Deirdre Grainne Eileen Mairead"),
           _n("Sean Patrick Conor Declan Brendan Cormac Eoin Ciaran Padraig Fergal Niall Kieran Dermot Brian"),
           _n("O'Brien Murphy Kelly O'Neill Byrne Ryan McCarthy Doyle Gallagher McLoughlin O'Sullivan Nolan Kavanagh McGrath Brennan Quinn"),
           ethnicity="White Irish"),
    Custom("South Asian Muslim", .10, _n("Aisha Fatima Zainab Mariam Khadija Sumaiya Nadia Saima Rukhsana Shazia Noreen Amina Hafsa Yasmin Iqra Samina"),
           _n("Mohammed Muhammad Imran Usman Bilal Hassan Tariq Kashif Adeel Yusuf Ibrahim Zubair Faisal Nadeem Asif Waqar"),
           _n("Khan Hussain Ahmed Ali Malik Iqbal Akhtar Mahmood Chowdhury Rahman Miah Uddin Qureshi Shah Butt Mirza"),
           "honorific", "Pakistani", "Urdu"),
    Custom("Sikh", .04, _n("Harpreet Manpreet Jasleen Simran Gurpreet Kiran Navneet Amrit Rupinder Baljit"),
           _n("Harpreet Gurpreet Manpreet Jaspal Amrit Baldev Sukhdev Ranjit Navdeep Kulwinder"),
           _n("Gill Sandhu Dhillon Grewal Sidhu Bains Johal Dhaliwal Atwal Sahota"), "religious", "Indian", "Punjabi"),
    Custom("Hindu", .03, _n("Priya Anjali Meera Kavita Nisha Pooja Deepa Rekha Sunita Asha"),
           _n("Rahul Sanjay Vikram Amit Ravi Nikhil Arjun Suresh Rajesh Kiran"),
           _n("Patel Shah Sharma Desai Mehta Joshi Gupta Reddy Nair Kapoor"), ethnicity="Indian", language="Gujarati"),
    Custom("Polish", .05, _n("Katarzyna Agnieszka Magdalena Zofia Anna Ewa Joanna Małgorzata Zuzanna Julia Oliwia Maja"),
           _n("Tomasz Piotr Krzysztof Łukasz Marek Jakub Michał Paweł Wojciech Szymon Kacper Filip"),
           _n("Kowalski Wiśniewski Lewandowski Zieliński Wójcik Nowak Kamiński Dąbrowski Szymański Jankowski Mazur Krawczyk"),
           "ending", "White Other", "Polish"),
    Custom("West African", .05, _n("Ngozi Chioma Adaeze Folake Yetunde Ama Akosua Abena Blessing Grace Funmilayo Ifeoma"),
           _n("Emeka Chinedu Tunde Babatunde Kwame Kofi Kwabena Obinna Segun Samuel Ikenna Yaw"),
           _n("Okafor Adeyemi Mensah Boateng Okonkwo Afolabi Owusu Eze Balogun Asante Nwosu Adebayo"), ethnicity="Black African"),
    Custom("Arabic", .04, _n("Layla Noor Huda Salma Rania Zahra Mariam Amal Dina Hanan Sawsan Yasmin"),
           _n("Omar Khalid Youssef Ahmad Mahmoud Samir Tarek Hamza Karim Walid Bashar Ziad"),
           _n("Al-Hassan Haddad Mansour Khalil Nasser Saleh Farouk Darwish Aziz Hamdan Ibrahim Yousef"), ethnicity="Arab", language="Arabic"),
)

NICKNAMES = {
    "Elizabeth": "Liz", "Katherine": "Kate", "Margaret": "Maggie", "Susan": "Sue", "Samantha": "Sam", "Victoria": "Vicky",
    "Rebecca": "Becky", "Jessica": "Jess", "Danielle": "Dani", "Nicola": "Nicky", "Joanne": "Jo", "Abigail": "Abbie",
    "Michael": "Mike", "William": "Bill", "Robert": "Rob", "Richard": "Rick", "Christopher": "Chris", "Andrew": "Andy",
    "Stephen": "Steve", "Daniel": "Dan", "Matthew": "Matt", "Joshua": "Josh", "Anthony": "Tony", "Thomas": "Tom", "James": "Jim",
    "Edward": "Ted", "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Agnieszka": "Aga", "Tomasz": "Tomek", "Piotr": "Piotrek",
    "Mohammed": "Mo", "Patrick": "Paddy", "Brendan": "Bren", "Bethany": "Beth", "Charlotte": "Lottie", "Benjamin": "Ben",
}
TRANSLITERATIONS = {
    "Mohammed": "Mohamed", "Muhammad": "Mohammad", "Aisha": "Ayesha", "Fatima": "Fathima", "Yusuf": "Youssef", "Youssef": "Yusuf",
    "Hussain": "Hussein", "Ahmed": "Ahmad", "Ahmad": "Ahmed", "Chowdhury": "Choudhury", "Rahman": "Rehman", "Mariam": "Maryam",
    "Zainab": "Zaynab", "Usman": "Osman", "Omar": "Umar", "Layla": "Leila", "Khalid": "Khaled", "Siobhan": "Shivaun",
    "Sean": "Shaun", "Conor": "Connor", "Ciaran": "Kieran", "Łukasz": "Lukas", "Jakub": "Jacob", "Al-Hassan": "Alhassan",
    "Rhys": "Reece", "Dafydd": "Dafyd", "Okafor": "Okafo", "Qureshi": "Quraishi",
}


def carried(custom: Custom, surname: str, sex: str, whole: str) -> str:
    """The surname as this person carries it: `Kowalski` is `Kowalska` for a woman, `Gill` may be `Kaur` alone.

    `whole` decides for a family whether its women carry the honorific or religious name alone ("alone") or not ("with")."""
    if custom.carried == "ending" and sex == "f" and surname.endswith(("ski", "cki")):
        return surname[:-1] + "a"
    if custom.carried == "religious" and whole == "alone":
        return "Kaur" if sex == "f" else "Singh"
    if custom.carried == "honorific" and whole == "alone" and sex == "f":
        return "Begum"
    return surname
