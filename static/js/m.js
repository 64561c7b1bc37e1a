// @ts-check
// Takes a file's fingerprints in a worker, so that the page goes on answering.

const WORKER = /^\/static\/js\/w(\.[0-9a-f]{12})?\.js$/;

/** The one address a worker may have here. @param {string} address */
function ours(address) {
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin || !WORKER.test(pathname)) throw new TypeError('no worker of ours');
  return pathname;
}

/** @type {{ createScriptURL(address: string): any } | undefined} */
const policy = globalThis.trustedTypes?.createPolicy('w', { createScriptURL: ours });

/**
 * @param {string} address @param {Blob} file @param {(done: number) => void} tell
 * @param {AbortSignal} signal @returns {Promise<any>}
 */
export function measure(address, file, tell, signal) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy?.createScriptURL(address) ?? ours(address), { type: 'module' });
    const fail = () => {
      worker.terminate();
      reject(new Error('not measured'));
    };
    worker.onerror = fail;
    worker.onmessage = ({ data }) => {
      if (!data) return fail();
      if (data.done) return tell(data.done);
      worker.terminate();
      resolve(data);
    };
    signal.addEventListener('abort', fail);
    worker.postMessage(file);
  });
}
