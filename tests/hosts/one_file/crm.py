"""A CRM in one file, as somebody may run it: users, sign-in, languages, forms, customers.

The test puts the README's lines where the marker stands, and nothing else.
"""

from flask import Flask, Request, redirect, render_template, request, url_for
from flask_babel import Babel, get_locale
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import inspect
from wtforms import StringField


class CrmRequest(Request):
    """A request class of the CRM's own."""

    tenant = "nordlys"


app = Flask(__name__)
app.request_class = CrmRequest
app.config.update(SECRET_KEY="crm", SQLALCHEMY_DATABASE_URI="sqlite:///crm.sqlite", MENU=[])
app.config.from_prefixed_env("CRM")
db = SQLAlchemy(app)
Babel(app, locale_selector=lambda: request.accept_languages.best_match(["en", "de"]))
CSRFProtect(app)
app.jinja_env.globals["get_locale"] = get_locale
logins = LoginManager(app)
logins.login_view = "sign_in"


class User(db.Model, UserMixin):
    id = db.Column(db.Integer, primary_key=True)
    login = db.Column(db.String, unique=True)
    name = db.Column(db.String)
    is_admin = db.Column(db.Boolean)


class Customer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)


class CustomerForm(FlaskForm):
    name = StringField()


@logins.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = FlaskForm()
    if form.validate_on_submit():
        user = db.session.scalar(db.select(User).filter_by(login=request.form["login"]))
        login_user(user)
        return redirect(request.args.get("next") or url_for("customers"))
    return render_template("sign_in.html", form=form)


@app.route("/", methods=["GET", "POST"])
@login_required
def customers():
    form = CustomerForm()
    if form.validate_on_submit():
        db.session.add(Customer(name=form.name.data))
        db.session.commit()
        return redirect(url_for("customers"))
    everybody = db.session.scalars(db.select(Customer).order_by(Customer.name))
    return render_template("customers.html", form=form, customers=everybody)


@app.get("/about")
def about():
    """What the test looks at from inside: none of it may change."""
    return {
        "request_class": [c.__name__ for c in type(request._get_current_object()).__mro__][:2],
        "tenant": request.tenant,
        "tables": sorted(inspect(db.engine).get_table_names()),
        "before_request": len(app.before_request_funcs.get(None, [])),
    }


# The README's lines stand here.

with app.app_context():
    db.create_all()
    if not db.session.scalar(db.select(User)):
        db.session.add(User(login="anna", name="Anna Dahl", is_admin=True))
        db.session.add_all(
            User(login=f"user{n}", name=f"Person {n}", is_admin=False) for n in range(1, 6)
        )
        db.session.add(Customer(name="Fjordland AS"))
        db.session.commit()
