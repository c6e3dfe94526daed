// Whether this browser is told what happens, and the switch for it. The question to the person comes straight from the click: browsers allow it no later.

const isSupported = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window && window.isSecureContext;

/** How it stands: `supported`, `denied`, and the endpoint of the subscription that there is. */
export async function state() {
  if (!isSupported) return { supported: false, denied: false, endpoint: null };
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  return { supported: true, denied: Notification.permission === 'denied', endpoint: subscription?.endpoint ?? null };
}

/** Makes a click on the button subscribe; the page is told the subscription, that it was denied, or that it failed. */
export function attach(button, page, key) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      if (await Notification.requestPermission() !== 'granted') {
        await page.invokeMethodAsync('Denied');
        return;
      }
      const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/' });
      await navigator.serviceWorker.ready;

      // One that is there may be another account's: whoever has it shall not be told of this one's buildings, nor the other way round.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint, keys } = subscription.toJSON();
      await page.invokeMethodAsync('Subscribed', endpoint, keys.p256dh, keys.auth, browserName());
    } catch (error) {
      console.warn('push: could not subscribe', error);
      await page.invokeMethodAsync('Failed');
    } finally {
      button.disabled = false;
    }
  });
}

/** Takes the subscription of this browser back. */
export async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function browserName() {
  const agent = navigator.userAgent;
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find(name => agent.includes(`${name}/`)) ?? 'Browser';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'CrOS', 'Linux'].find(name => agent.includes(name)) ?? '';
  const names = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' };
  return [names[browser] ?? browser, names[system] ?? system].filter(Boolean).join(' · ');
}
