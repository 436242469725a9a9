import { notifications } from "@mantine/notifications";
import { messageOf } from "../api/problem";

export function tell(message: string): void {
  notifications.show({ message, color: "green", autoClose: 4000 });
}

export function tellError(title: string, error: unknown): void {
  notifications.show({ title, message: messageOf(error), color: "red", autoClose: 10_000 });
}

/** Shows that something takes a while, and then how it ended. Gives what it gave, or undefined when it failed. */
export async function withProgress<T>(doing: string, done: string, work: Promise<T>): Promise<T | undefined> {
  const id = notifications.show({ message: doing, loading: true, autoClose: false, withCloseButton: false });
  try {
    const result = await work;
    notifications.update({ id, message: done, color: "green", loading: false, autoClose: 4000, withCloseButton: true });
    return result;
  } catch (error) {
    notifications.update({
      id,
      title: "This did not work",
      message: messageOf(error),
      color: "red",
      loading: false,
      autoClose: 10_000,
      withCloseButton: true,
    });
    return undefined;
  }
}
