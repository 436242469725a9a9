import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/app.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { askHow } from "./access/session";
import { queryClient } from "./api/queryClient";
import { router } from "./app/router";
import { theme } from "./app/theme";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root.");

// While the page is loaded. When it fails, Root asks again and says so.
askHow().catch(() => undefined);

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
