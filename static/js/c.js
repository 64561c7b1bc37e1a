// @ts-check
// Covers a page when another app comes in front: the list of open apps keeps a picture of it.

/** The neutral page stands there alone, until she asks for her own again. */
function hide() {
  const skeleton = document.querySelector('template');
  if (!skeleton || document.querySelector('body > .sky')) return;
  document.body.append(skeleton.content.cloneNode(true));
  document.documentElement.classList.add('gone');
  const back = document.querySelector('body > .sky button');
  back?.removeAttribute('hidden');
  back?.addEventListener('click', () => {
    back.parentElement?.remove();
    document.documentElement.classList.remove('gone');
  });
}

addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') hide();
});
