import { NotFoundPage } from "@/components/common/not-found-page";
import { paths } from "@/lib/paths";

export default function AdminNotFound() {
  return <NotFoundPage homeHref={paths.dashboard()} />;
}
