// Shows what the server pushes, and leads to the page that it is about. It answers no requests: pages are always the server's own.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('push', event => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // A push must show something, whatever came.
  }
  event.waitUntil(self.registration.showNotification(told.title ?? 'Mihari', {
    body: told.body,
    tag: told.tag,
    lang: told.language,
    icon: 'icons/icon-192.png',
    badge: 'icons/icon-192.png',
    data: { url: told.url ?? '/' },
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();

  // Only ever a page of this portal.
  const url = new URL(event.notification.data?.url ?? '/', self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const open = windows.find(one => one.focused) ?? windows[0];
    if (!open) return self.clients.openWindow(url.href);
    await open.focus();
    return open.navigate(url.href);
  })());
});
