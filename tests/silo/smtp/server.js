// The tests' mail server. What it does with a mail is chosen by the recipient's local part:
//   refused   550 to RCPT            greylisted  451 to RCPT
//   spam      554 after DATA         full        452 after DATA
//   narrow-CODE-TEXT  CODE TEXT after DATA, as of a mail that is too large; from "narrow": 552 to MAIL
//   dropped   the connection ends after DATA, without an answer, once the mail is taken
//   slow      no answer after DATA until a line "release" comes on standard input
//   leaving   taken; then the connection ends
// Options: --port N (a free one where there is none), --stay true (goes on without standard input), --tls none|starttls|implicit, --certificate FILE, --key FILE, --user NAME --password TEXT (signing in is needed then).
'use strict';
const fs = require('fs');
const readline = require('readline');
const { SMTPServer } = require('smtp-server');

const options = {};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];

const say = what => process.stdout.write(JSON.stringify(what) + '\n');
const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code });
const local = address => address.split('@')[0];
const waiting = [];
let connections = 0;

const server = new SMTPServer({
  secure: options.tls === 'implicit',
  cert: options.certificate && fs.readFileSync(options.certificate),
  key: options.key && fs.readFileSync(options.key),
  disabledCommands: [...(options.tls === 'starttls' ? [] : ['STARTTLS']), ...(options.user ? [] : ['AUTH'])],
  authOptional: !options.user,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  size: 20 * 1024 * 1024,
  logger: false,
  onConnect(session, done) {
    session.number = ++connections;
    say({ event: 'connected', connection: session.number });
    done();
  },
  onClose(session) {
    say({ event: 'closed', connection: session.number });
  },
  onAuth(auth, session, done) {
    done(auth.username === options.user && auth.password === options.password ? null : refuse(535, '5.7.8 no such user or password'), { user: auth.username });
  },
  onMailFrom(address, session, done) {
    done(local(address.address) === 'narrow' ? refuse(552, '5.3.4 too large for us') : null);
  },
  onRcptTo(address, session, done) {
    switch (local(address.address)) {
      case 'refused': return done(refuse(550, '5.1.1 no such mailbox here:\u0007 refused'));
      case 'greylisted': return done(refuse(451, '4.7.1 come again later'));
      default: return done();
    }
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      const to = local(session.envelope.rcptTo[0].address);
      if (to === 'spam') return done(refuse(554, '5.7.1 this looks like spam'));
      if (to === 'full') return done(refuse(452, '4.3.1 no room'));
      if (to.startsWith('narrow-')) {
        const [code, enhanced] = to.split('-').slice(1);
        return done(refuse(Number(code), (enhanced ? enhanced + ' ' : '') + 'too large for us'));
      }
      say({
        event: 'mail',
        connection: session.number,
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(r => r.address),
        user: session.user || null,
        secure: !!session.secure,
        hello: session.hostNameAppearsAs,
        raw: Buffer.concat(parts).toString('base64'),
      });
      if (to === 'dropped') return server.connections.forEach(c => c.session === session && c._socket.destroy());
      if (to === 'slow') return waiting.push(done);
      done();
      if (to === 'leaving') server.connections.forEach(c => c.session === session && c._socket.destroySoon());
    });
  },
});
server.on('error', error => say({ event: 'error', text: error.message }));
server.listen(Number(options.port || 0), '127.0.0.1', function () {
  say({ event: 'listening', port: this.address().port });
});

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', () => waiting.splice(0).forEach(done => done()));
// Whoever has started it is gone.
if (!options.stay) lines.on('close', () => process.exit(0));
