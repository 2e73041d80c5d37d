/**
 * A `fetch` that asks again when the server is busy (429, 503) and says when, at most so often, never later than `longest` seconds.
 * Only for reading: what is sent to be written is sent once.
 */
export function patient(fetching: typeof fetch, times: number, longest = 30): typeof fetch {
  return async (input, init) => {
    for (let left = times; ; left--) {
      const request = new Request(input, init);
      const answer = await fetching(request.clone());
      const seconds = Number(answer.headers.get("Retry-After"));
      const isBusy = (answer.status === 429 || answer.status === 503) && seconds > 0 && seconds <= longest;
      if (!isBusy || left <= 0 || request.method !== "GET") return answer;
      await answer.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  };
}
