#!/usr/bin/env python3
"""Checks every setting of netlab in a lab of its own (NETLAB=selftest); about 20 s. Run as root."""
import os, re, signal, subprocess, sys, time, tempfile

ROOT = os.path.dirname(os.path.abspath(__file__))
os.environ['NETLAB'] = 'selftest'
SERVER = '''
import socketserver
class H(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while d := self.request.recv(100): self.request.sendall(d)
        except OSError: pass
class S(socketserver.ThreadingTCPServer): daemon_threads = True; allow_reuse_address = True
S(("10.77.0.2", 7), H).serve_forever()
'''
CLIENT = '''
import socket, subprocess, sys, time
def netlab(*a): subprocess.run([sys.argv[1], *a], check=True)
def connect(port=7, timeout=1):
    s = socket.create_connection(("10.77.0.2", port), timeout=timeout); s.settimeout(timeout); return s
def attempt(f, *a):                # "ok", or the name of the error; and how many ms it took
    t = time.time()
    try: f(*a); r = "ok"
    except OSError as e: r = type(e).__name__
    return r, (time.time() - t) * 1e3
def echo(s): s.sendall(b"x"); assert s.recv(1) == b"x"
'''
failed = 0


def netlab(*args, check=True, **kw): return subprocess.run([ROOT + '/../link', *args], check=check, capture_output=True, text=True, **kw)


def expect(what, ok, detail=''):
    global failed
    failed += not ok
    print('ok  ' if ok else 'FAIL', what, detail, flush=True)


def client(code): return eval(netlab('exec', 'client', sys.executable, '-c', CLIENT + code, ROOT + '/../link').stdout or 'None')


def ping(n=50):
    out = netlab('exec', 'client', 'ping', '-c', str(n), '-i', '0.005', '-W', '1', '10.77.0.2', check=False).stdout
    return [float(x) for x in re.findall(r'time=([0-9.]+)', out)]


def main():
    expect('status without a lab fails', netlab('status', check=False).returncode == 1)
    expect('down without a lab is fine', netlab('down').returncode == 0)
    netlab('up', '--rtt', '50ms'); netlab('up', '--rtt=50ms')
    server = subprocess.Popen([ROOT + '/../link', 'exec', 'upstream', sys.executable, '-c', SERVER]); time.sleep(0.5)
    t = sorted(ping()); expect('rtt=50ms', len(t) == 50 and 50 <= t[25] < 51, f'median {t[25]}')
    r, ms = client('print(attempt(connect))'); expect('TCP connect takes one RTT', r == 'ok' and 50 <= ms < 60, f'{ms:.1f} ms')
    netlab('set', 'rtt=20ms'); t = sorted(ping()); expect('set rtt=20ms', 20 <= t[len(t) // 2] < 21, f'median {t[25]}')
    netlab('set', 'jitter=10ms'); t = sorted(ping(200)); expect('jitter=10ms', t[0] < 26 and 28 < t[100] < 34 and t[-1] < 41, f'{t[0]}..{t[100]}..{t[-1]}')
    netlab('set', 'jitter=off', 'loss=10%'); n = len(ping(400)); expect('loss=10% each way', 280 < n < 365, f'{n} of 400 came back')
    netlab('set', 'loss=0%', 'blackhole=on'); expect('blackhole=on', not ping(10)); netlab('set', 'blackhole=off'); expect('blackhole=off', len(ping(10)) == 10)
    for way in ('c2u', 'u2c'):
        netlab('set', 'blackhole=' + way); expect('blackhole=' + way, not ping(5))
    netlab('set', 'blackhole=off')
    r = client('s = connect(); echo(s); netlab("set", "blackhole=existing"); a = attempt(echo, s)[0]; t = connect(); b = attempt(echo, t)[0]\n'
               'netlab("set", "blackhole=existing"); c = attempt(echo, t)[0]; netlab("set", "blackhole=off"); s.settimeout(10); print((a, b, c, attempt(lambda: s.recv(1))[0]))')
    expect('blackhole=existing: old ones silent, new ones work, again, and back', r == ('TimeoutError', 'ok', 'TimeoutError', 'ok'), r)
    r = client('s = connect(); netlab("set", "blackhole=new"); a = attempt(connect)[0]; b = attempt(echo, s)[0]; netlab("set", "blackhole=off"); print((a, b))')
    expect('blackhole=new', r == ('TimeoutError', 'ok'), r)
    r = client('a = attempt(connect, 9)[0]; netlab("set", "blackhole=rst"); b = attempt(connect, 9)[0]; netlab("set", "blackhole=off"); print((a, b))')
    expect('blackhole=rst', r == ('ConnectionRefusedError', 'TimeoutError'), r)
    r = client('netlab("set", "idle=1s"); s = connect(); time.sleep(0.5); a = attempt(echo, s)[0]; time.sleep(1.5); b = attempt(echo, s)[0]; netlab("set", "idle=off"); print((a, b))')
    expect('idle=1s', r == ('ok', 'TimeoutError'), r)
    trace = os.path.join(tempfile.mkdtemp(), 'trace.txt')
    netlab('set', 'trace=' + trace); client('s = connect(); echo(s); s.close(); print(1)'); time.sleep(0.1); netlab('set', 'trace=off')
    got = [' '.join(l.split()[1:4]) for l in open(trace)]; os.unlink(trace)
    expect('trace', got == ['c2u S 0', 'u2c S. 0', 'c2u . 1', 'u2c . 1', 'c2u F. 0', 'u2c F. 0'], got)
    for bad in ('rtt=20', 'rtt=-1ms', 'loss=5', 'loss=200%', 'blackhole=maybe', 'trace=x', 'nonsense', 'a=b'):
        r = netlab('set', bad, check=False); expect('refuses ' + bad, r.returncode == 1 and r.stderr.startswith('netlab: '), r.stderr.strip())
    expect('a refusal changes nothing', 'rtt=20.000ms' in netlab('status').stdout)
    pid = int(re.search(r'forwarder=(\d+)', netlab('status').stdout)[1]); os.kill(pid, signal.SIGKILL); time.sleep(0.1)
    expect('status after a crash fails', netlab('status', check=False).returncode == 1)
    netlab('up', 'rtt=10ms'); t = sorted(ping()); expect('up after a crash', len(t) == 50 and t[25] < 11)
    time.sleep(0.1); expect('the processes of the crashed lab have ended', server.poll() is not None)
    sleeper = subprocess.Popen([ROOT + '/../link', 'exec', 'client', 'sleep', '100']); time.sleep(0.2); netlab('down'); time.sleep(0.1)
    names = subprocess.run(['ip', 'netns'], capture_output=True, text=True).stdout
    expect('down leaves nothing', sleeper.poll() is not None and 'selftest' not in names and not os.path.exists('/run/netlab-selftest.sock'))
    r = subprocess.run(['setpriv', '--reuid', '65534', ROOT + '/../link', 'up'], capture_output=True, text=True)
    expect('refuses a user who is not root', r.returncode == 2 and 'must be root' in r.stderr)
    print('all passed' if not failed else f'{failed} failed'); sys.exit(bool(failed))


try: main()
finally: netlab('down', check=False)
